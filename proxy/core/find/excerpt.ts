import { utf8Text } from '../text/utf8.ts';
import type { ByteHit } from './byte-search.ts';

/** A hit to be read: one line, every byte or character something that can be seen. */
export interface Excerpt {
  readonly before: string;
  readonly hit: string;
  readonly after: string;
}

/** What is around a hit is read as the hit is; where it is no text, a dot stands for each byte. */
export function excerptOf({ at, encoding, before, hit, after }: ByteHit): Excerpt {
  const read = encoding === 'utf-16le' ? utf16 : encoding === 'utf-8' ? utf8 : visible;
  // Of a UTF-16 text the first half of a character may be cut off, of a UTF-8 one more than that.
  const whole =
    encoding === 'utf-16le' && before.length % 2 === 1
      ? before.slice(1)
      : encoding === 'utf-8'
        ? before.replace(/^[\x80-\xbf]{1,3}/, '')
        : before;
  const cut = at > before.length || whole.length < before.length ? '…' : '';
  return { before: cut + read(whole), hit: read(hit), after: read(after) };
}

function utf8(text: string): string {
  return shown(utf8Text(Uint8Array.from(text, (character) => character.charCodeAt(0))));
}

function utf16(text: string): string {
  let read = '';
  for (let at = 0; at + 1 < text.length; at += 2) read += String.fromCharCode(text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8));
  return shown(read);
}

function visible(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '·');
}

/** Line ends become a blank, what cannot be seen a dot; an excerpt is one line. */
function shown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\ufffd]/gu, '·');
}
