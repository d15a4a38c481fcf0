/**
 * TimelineEvents and feed messages as JSON. Offsets are bigint in memory and decimal strings in JSON, so that a reader
 * in any language keeps all 64 bits; `parse` brings back those whose names are listed here.
 */
const OFFSETS = new Set([
  'first',
  'last',
  'total',
  'nextOffset',
  'acknowledged',
  'fetched',
  'length',
  'expected',
  'missing',
  'sent',
  'rangeLength',
  'totalBefore',
  'refusedLength',
  'asked',
  'given',
]);

export function stringify(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
}

/** Undoes `stringify`. Throws SyntaxError on text that is no JSON. */
export function parse(text: string): unknown {
  return JSON.parse(text, (key, item: unknown) =>
    OFFSETS.has(key) && typeof item === 'string' && /^\d+$/.test(item) ? BigInt(item) : item,
  );
}

/** As `parse`; nothing for text that is no JSON. */
export function tryParse(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The members of a value that was read, to be looked at one by one; none where it has none. */
export function fieldsOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
