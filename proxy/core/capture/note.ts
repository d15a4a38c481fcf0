import { MAX_COMMENT, type MarkChange } from '../mark.ts';
import type { Direction } from '../recorded-bytes.ts';
import type { CloseKind, Speaker } from '../wire.ts';
import { fieldsOfMark, markOfFields } from './mark-note.ts';

/** What packets can't say, as a packet comment of our recordings: for people who look at them in Wireshark, and to be read again. */
export type Note =
  /** On the SYN of a connection. */
  | { readonly kind: 'opened'; readonly connection: string; readonly client: string; readonly server?: string }
  /** A file begins in the middle of a connection, behind so many bytes of each side. `opened`: when, as `at` of a `WireEvent`. */
  | {
      readonly kind: 'continues';
      readonly connection: string;
      readonly client: string;
      readonly server?: string;
      readonly opened: number;
      readonly said: Readonly<Record<Direction, number>>;
    }
  | { readonly kind: 'routed'; readonly server: string }
  | { readonly kind: 'rewrite'; readonly what: string }
  /** The tap itself said what this packet carries. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'closed'; readonly by: Speaker; readonly how: CloseKind; readonly reason?: string }
  | { readonly kind: 'fault'; readonly code: string; readonly message: string }
  /** Values of these headers were replaced by `*`. */
  | { readonly kind: 'redacted'; readonly headers: string }
  /** Somebody marked something of the traffic, or removed a mark. */
  | { readonly kind: 'mark'; readonly change: MarkChange };

type Fields = Readonly<Record<string, string | undefined>>;

/** Every comment of our recordings begins so. */
export const OURS = 'bitstap ';
/** The number is that of this grammar: what another one says is a comment like any other. */
const PREFIX = 'bitstap v1 ';

/** Longer texts end in `…`, so that a note always fits into a comment, whose length has 16 bits. */
const MAX_TEXT = 2000;
const SPEAKERS: readonly Speaker[] = ['client', 'server', 'proxy'];
const KINDS: readonly CloseKind[] = ['fin', 'reset', 'failed', 'shutdown'];

/** As in `bitstap v1 closed by="server" how="reset"`: one line, whatever its texts are. */
export function formatNote(note: Note): string {
  const fields = Object.entries(fieldsOf(note)).flatMap(([name, text]) =>
    text === undefined ? [] : [` ${name}="${escaped(text, name === 'comment' ? MAX_COMMENT : MAX_TEXT)}"`],
  );
  return `${PREFIX}${note.kind}${fields.join('')}`;
}

function fieldsOf(note: Note): Fields {
  if (note.kind === 'answered') return { by: 'proxy' };
  if (note.kind === 'mark') return fieldsOfMark(note.change);
  if (note.kind !== 'continues') {
    const { kind: _, ...fields } = note;
    return fields;
  }
  const { connection, client, server, opened, said } = note;
  return { connection, client, server, opened: `${opened}`, clientsaid: `${said.client}`, serversaid: `${said.server}` };
}

/** Nothing where a comment is no note, or one that says too little. */
export function parseNote(comment: string): Note | undefined {
  if (!comment.startsWith(PREFIX)) return undefined;
  const [kind = ''] = comment.slice(PREFIX.length).split(' ', 1);
  const fields: Record<string, string> = {};
  for (const [, name = '', text = ''] of comment.slice(PREFIX.length + kind.length).matchAll(FIELD)) fields[name] = unescaped(text);
  return noteOf(kind, fields);
}

const FIELD = / ([a-z]+)="((?:[^"\\]|\\.)*)"/gy;

function noteOf(kind: string, fields: Fields): Note | undefined {
  const { what, code, message, server, headers } = fields;
  switch (kind) {
    case 'opened':
    case 'continues':
      return beginning(kind, fields);
    case 'routed':
      return server === undefined ? undefined : { kind, server };
    case 'rewrite':
      return what === undefined ? undefined : { kind, what };
    case 'answered':
      return { kind };
    case 'closed':
      return closing(fields);
    case 'fault':
      return code === undefined || message === undefined ? undefined : { kind, code, message };
    case 'mark': {
      const change = markOfFields(fields);
      return change && { kind, change };
    }
    case 'redacted':
      return headers === undefined ? undefined : { kind, headers };
    default:
      return undefined;
  }
}

function beginning(kind: 'opened' | 'continues', fields: Fields): Note | undefined {
  const { connection, client, server } = fields;
  if (connection === undefined || client === undefined) return undefined;
  const ends = { connection, client, ...(server !== undefined && { server }) };
  if (kind === 'opened') return { kind, ...ends };
  const [opened, clientSaid, serverSaid] = [fields.opened, fields.clientsaid, fields.serversaid].map(Number);
  if (!isCount(opened) || !isCount(clientSaid) || !isCount(serverSaid)) return undefined;
  return { kind, ...ends, opened, said: { client: clientSaid, server: serverSaid } };
}

function closing({ by, how, reason }: Fields): Note | undefined {
  const speaker = SPEAKERS.find((one) => one === by);
  const way = KINDS.find((one) => one === how);
  return speaker && way && { kind: 'closed', by: speaker, how: way, ...(reason !== undefined && { reason }) };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

/** What would end the text or the line, or is not seen, or moves other text about. */
const UNSEEN = /["\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function escaped(text: string, max: number): string {
  return cut(text, max).replace(UNSEEN, (character) => (character === '"' || character === '\\' ? `\\${character}` : codes(character)));
}

/** Each half of a character beyond the first 65,536 by itself. */
function codes(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`,
  ).join('');
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/g, (_, code?: string, character = '') =>
    code === undefined ? character : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Ends in `…` where it was longer. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
