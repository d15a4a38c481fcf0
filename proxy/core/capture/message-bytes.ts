import { latin1 } from '../http/latin1.ts';
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

/** No head is longer: what is, is not read as one. */
const MAX_HEAD_BYTES = 256 * 1024;

/** The head of a message as text that can be read like a whole one, also where its end is missing. */
export function headText(message: Uint8Array): string {
  const text = latin1(message.subarray(0, Math.min(headLength(message), MAX_HEAD_BYTES)));
  return text.endsWith('\n') ? text : `${text}\r\n`;
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
