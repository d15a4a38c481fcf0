/** Percent signs taken away, byte by byte; Latin-1, as all text from heads is. What is no sequence stays as it is. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%[0-9a-f]{2}/gi, (sequence) => String.fromCharCode(Number.parseInt(sequence.slice(1), 16)));
}

/** How many characters a text from a head has where it is UTF-8: Windows counts these, not their bytes or percent signs. */
export function characterCount(text: string): number {
  const decoded = percentDecoded(text);
  let count = 0;
  for (let at = 0; at < decoded.length; at += 1) if ((decoded.charCodeAt(at) & CONTINUATION_MASK) !== CONTINUATION) count += 1;
  return count;
}

/** A byte of a UTF-8 sequence that is not its first. */
const CONTINUATION = 0x80;
const CONTINUATION_MASK = 0xc0;

/** Percent signs of UTF-8 taken away; as it was sent where it is none. */
export function uriDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
