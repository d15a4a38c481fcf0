import type { CloseKind, Speaker, WireEvent } from '../wire.ts';

const NOTHING = new Uint8Array(0);
const SPEAKERS: readonly Speaker[] = ['client', 'server', 'proxy'];
const ENDS: readonly CloseKind[] = ['fin', 'reset', 'failed', 'shutdown'];

/** What a line of a conversation says behind its time, or why it says nothing. Of `data` the bytes are still to come. */
export function happening(text: string, at: number): WireEvent | string {
  const [first, rest] = word(text);
  if (first === 'tick' || first === 'traffic-ended') return { type: first, at };
  if (first === 'fault') return fault(rest, at);
  const [what, about] = word(rest);
  return onConnection({ at, connection: first }, what, about);
}

type Place = { readonly at: number; readonly connection: string };

function onConnection(place: Place, what: string, about: string): WireEvent | string {
  switch (what) {
    case 'open':
      return opened(place, about);
    case 'client':
    case 'server':
    case 'proxy':
      return { type: 'data', ...place, from: what, bytes: NOTHING };
    case 'gap':
      return gap(place, about);
    case 'end':
      return ended(place, about);
    case 'close':
      return closed(place, about);
    case 'routed':
      return about === '' ? 'it is not said where' : { type: 'routed', ...place, server: about };
    case 'rewrite':
      return { type: 'rewrite', ...place, what: about };
    case 'fault':
      return fault(about, place.at, place.connection);
    default:
      return `"${what}" is nothing that can happen on a connection`;
  }
}

function opened(place: Place, about: string): WireEvent {
  const [client, server] = word(about);
  return { type: 'opened', ...place, client, ...(server !== '' && { server }) };
}

function gap(place: Place, about: string): WireEvent | string {
  const [from, bytes] = word(about);
  if (from !== 'client' && from !== 'server') return `"${from}" is nobody whose bytes can be missing`;
  const length = Number(bytes);
  return /^\d+$/.test(bytes) && Number.isSafeInteger(length)
    ? { type: 'gap', ...place, from, bytes: length }
    : `"${bytes}" is no number of bytes`;
}

function ended(place: Place, by: string): WireEvent | string {
  return by === 'client' || by === 'server' ? { type: 'ended', ...place, by } : `"${by}" is nobody who can end it`;
}

function closed(place: Place, about: string): WireEvent | string {
  const [first, rest] = word(about);
  const [second, reason] = word(rest);
  const by = SPEAKERS.find((speaker) => speaker === first);
  const how = ENDS.find((kind) => kind === (second || 'fin'));
  if (!by) return `"${first}" is nobody who can close`;
  return how ? { type: 'closed', ...place, by, how, ...(reason !== '' && { reason }) } : `"${second}" is no way to close`;
}

function fault(text: string, at: number, connection?: string): WireEvent | string {
  const [code, message] = word(text);
  if (code === '') return 'the fault has no code';
  return { type: 'fault', at, code, message, ...(connection !== undefined && { connection }) };
}

/** The first word, and what stands behind it. */
function word(text: string): readonly [first: string, rest: string] {
  const end = text.search(/\s/);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end).trim()];
}
