/** Reads a count in decimal digits, nothing else, below 2^53. Offsets and totals of files need `parseOffset`. */
export function parseDecimal(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
