/** Values of a JSON text that anybody may have written: what is not of the kind that is asked for is not there. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function jsonObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

export function jsonList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function jsonText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number that is not negative: formats write -1 for what they do not know. */
export function jsonCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
