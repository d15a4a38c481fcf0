const UNITS: Readonly<Record<string, bigint>> = { '': 1n, k: 1024n, m: 1024n ** 2n, g: 1024n ** 3n, t: 1024n ** 4n };

/** Reads a size in bytes: `500`, `64k`, `10mb`, `5GiB`; units are powers of 1024. */
export function parseByteSize(text: string): bigint | undefined {
  const match = /^(\d{1,24})\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? 'none'];
  return match && unit !== undefined ? BigInt(match[1] ?? '0') * unit : undefined;
}
