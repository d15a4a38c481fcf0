import { requestReader } from '../http/reader.ts';
import type { BodyPart } from './told-exchange.ts';

const LF = 0x0a;
const CR = 0x0d;

/** How many bytes of a message are its head, its empty line included; all where it has none. */
export function headLength(message: Uint8Array): number {
  for (let at = message.indexOf(LF); at >= 0; at = message.indexOf(LF, at + 1)) {
    if (message[at + 1] === LF) return at + 2;
    if (message[at + 1] === CR && message[at + 2] === LF) return at + 3;
  }
  return message.length;
}

/** A body between its chunk sizes; one that already has them is left as it is. */
export function sentChunked(body: Uint8Array): readonly BodyPart[] {
  return isChunked(body) ? [body] : inChunk(body);
}

/** A body as one chunk [RFC 9112 §7.1]. */
export function inChunk(body: BodyPart): readonly BodyPart[] {
  const length = typeof body === 'number' ? body : body.length;
  return length === 0 ? [ascii('0\r\n\r\n')] : [ascii(`${length.toString(16)}\r\n`), body, ascii('\r\n0\r\n\r\n')];
}

function isChunked(body: Uint8Array): boolean {
  const reader = requestReader();
  const seen = new Set<string>();
  for (const bytes of [ascii('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'), body])
    reader.feed(bytes, ({ type }) => seen.add(type));
  return seen.has('end') && !seen.has('malformed') && reader.idle;
}

/** Text of which each character is a byte. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
