import type { CloseKind, Speaker, WireEvent } from '../wire.ts';

/** Part of a body as it was sent: its bytes, or how many there were of which none is known. */
export type BodyPart = Uint8Array | number;

/** A message as a file without packets tells it. Times as in `WireEvent`; the body has come with the end, or without one with the head. */
export interface ToldMessage {
  readonly startedAt: number;
  readonly headAt: number;
  readonly endedAt?: number;
  /** The whole head with its empty line. */
  readonly head: Uint8Array;
  /** With chunk sizes, where it was chunked. */
  readonly body: readonly BodyPart[];
}

/** How a connection ended. */
export interface ToldEnd {
  readonly at: number;
  readonly by: Speaker;
  readonly how: CloseKind;
  readonly reason?: string;
}

/** One exchange as a file without packets tells it. */
export interface ToldExchange {
  /** What the file calls the connection, whoever is on it; absent where it does not tell which one it was. */
  readonly connection?: string | undefined;
  readonly client: string;
  readonly server?: string | undefined;
  /** Before the request, where this exchange opened the connection. */
  readonly openedAt?: number | undefined;
  readonly request: ToldMessage;
  readonly response?: ToldMessage | undefined;
  readonly answeredBy?: 'server' | 'proxy' | undefined;
  /** The connection ended with it. */
  readonly end?: ToldEnd | undefined;
}

/** A message as events of a connection. Where its first byte came before its head was there, that is shown. */
export function* messageEvents(connection: string, from: Speaker, message: ToldMessage): Generator<WireEvent> {
  const { startedAt, headAt, endedAt = headAt, head, body } = message;
  const first = startedAt < headAt && head.length > 1 ? 1 : 0;
  if (first > 0) yield { type: 'data', at: startedAt, connection, from, bytes: head.subarray(0, first) };
  yield { type: 'data', at: headAt, connection, from, bytes: head.subarray(first) };
  for (const part of body) yield partEvent(part, { at: endedAt, connection, from });
}

function partEvent(part: BodyPart, place: { readonly at: number; readonly connection: string; readonly from: Speaker }): WireEvent {
  if (typeof part !== 'number') return { type: 'data', ...place, bytes: part };
  return { type: 'gap', ...place, from: place.from === 'client' ? 'client' : 'server', bytes: part };
}
