/** A run of bytes, both ends inclusive, zero-based. */
export interface ByteRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** `bytes first-last/total` of a Fragment [BUP §2.2.6.1]. */
export interface ContentRange extends ByteRange {
  readonly total: bigint;
}

/** Sizes are 64-bit numbers [BUP §3.1.1.1]. */
export const MAX_OFFSET = 2n ** 64n - 1n;
const MAX_DIGITS = MAX_OFFSET.toString().length;

// The docs print `Bytes` and some clients send it; blanks may stand between tokens [RFC 2616 §2.1].
const CONTENT_RANGE = /^[ \t]*bytes[ \t]+(\d+)[ \t]*-[ \t]*(\d+)[ \t]*\/[ \t]*(\d+)[ \t]*$/i;

/**
 * Reads one range in decimal; `*`, several ranges and numbers beyond 64 bits are no range. A `last` below `first` or
 * beyond `total` is read as it stands: whether a range makes sense is for the rules to say.
 */
export function parseContentRange(text: string): ContentRange | undefined {
  const match = CONTENT_RANGE.exec(text);
  if (!match) return undefined;
  const first = parseOffset(match[1] ?? '');
  const last = parseOffset(match[2] ?? '');
  const total = parseOffset(match[3] ?? '');
  if (first === undefined || last === undefined || total === undefined) return undefined;
  return { first, last, total };
}

export function formatContentRange({ first, last, total }: ContentRange): string {
  return `bytes ${first}-${last}/${total}`;
}

/** How many bytes a range has; 0 or less where it is inverted. */
export function rangeLength({ first, last }: ByteRange): bigint {
  return last - first + 1n;
}

/** Reads `BITS-Received-Content-Range`: despite its name one decimal integer, the next byte wanted [BUP §2.2.7.2]. */
export function parseOffset(text: string): bigint | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  // A long row of digits costs more than linear time to convert, so only what may fit is converted.
  const digits = text.length > MAX_DIGITS ? text.replace(/^0+(?=\d)/, '') : text;
  if (digits.length > MAX_DIGITS) return undefined;
  const offset = BigInt(digits);
  return offset > MAX_OFFSET ? undefined : offset;
}

export function formatOffset(offset: bigint): string {
  return offset.toString();
}
