import { bareId, parseGuid } from '../bits/guid.ts';

/** A shorter id that is no GUID may stand in a text by chance: it is only replaced where it is the whole value. */
const MIN_LENGTH = 12;

/**
 * A text with the new server's session id wherever the recorded one stands: as it is, without braces, with percent signs,
 * in another case. How it was written stays: a client that drops braces does so again.
 */
export function withFreshId(text: string, recorded: string, fresh: string): string {
  if (text === recorded) return fresh;
  const bare = bareId(recorded);
  if (parseGuid(`{${bare}}`) === undefined) return recorded.length < MIN_LENGTH ? text : text.replaceAll(recorded, fresh);
  if (!text.toLowerCase().includes(bare)) return text;
  // The id is hexadecimal digits and hyphens: nothing of it has a meaning in an expression.
  return text.replace(new RegExp(`(\\{|%7b)?${bare}(\\}|%7d)?`, 'gi'), (found, open: string = '', close: string = '') => {
    const isGuid = parseGuid(`{${bareId(fresh)}}`) !== undefined;
    if (!isGuid) return open.startsWith('%') || close.startsWith('%') ? encodeUnsafe(fresh) : fresh;
    const written = found.slice(open.length, found.length - close.length);
    return open + inCaseOf(fresh.replace(/^\{|\}$/g, ''), written, recorded) + close;
  });
}

/** As the server spells it, unless the client changed the case of what it was given. */
function inCaseOf(fresh: string, written: string, recorded: string): string {
  if (recorded.includes(written)) return fresh;
  if (written === written.toLowerCase()) return fresh.toLowerCase();
  return written === written.toUpperCase() ? fresh.toUpperCase() : fresh;
}

function encodeUnsafe(text: string): string {
  return text.replace(/[^!$-;=@-Z_a-z~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
