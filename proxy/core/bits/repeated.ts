import { type Header, isName } from '../http/message.ts';
import { isBitsName } from './bits-name.ts';
import { CONTENT_LENGTH, CONTENT_RANGE, SUPPORTED_PROTOCOLS } from './headers.ts';

/**
 * The headers of the protocol that stand in a message more than once, although they are no lists [R2616 §4.2]: each name
 * as it was sent first. Asked of each message, and nearly always answered with nothing.
 */
export function repeatedHeaders(headers: readonly Header[]): readonly string[] | undefined {
  return mayRepeat(headers) ? repeatedAmong(headers) : undefined;
}

/** Two names of one length, or of lengths that are 32 apart, may be the same. */
function mayRepeat(headers: readonly Header[]): boolean {
  let lengths = 0;
  for (const [name] of headers) {
    if (!standsOnce(name)) continue;
    const bit = 1 << (name.length & 31);
    if ((lengths & bit) !== 0) return true;
    lengths |= bit;
  }
  return false;
}

function repeatedAmong(headers: readonly Header[]): readonly string[] | undefined {
  const seen = new Map<string, { readonly name: string; count: number }>();
  for (const [name] of headers) {
    if (!standsOnce(name)) continue;
    const known = seen.get(name.toLowerCase());
    if (known) known.count += 1;
    else seen.set(name.toLowerCase(), { name, count: 1 });
  }
  const repeated = [...seen.values()].filter(({ count }) => count > 1);
  return repeated.length === 0 ? undefined : repeated.map(({ name }) => name);
}

/** Only the offer of protocols is a list. */
function standsOnce(name: string): boolean {
  if (isBitsName(name)) return !isName(name, SUPPORTED_PROTOCOLS);
  return isName(name, CONTENT_LENGTH) || isName(name, CONTENT_RANGE);
}
