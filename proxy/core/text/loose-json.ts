import { utf8Text } from './utf8.ts';

/** Values of a JSON text that anybody may have written: what is not of the kind that is asked for is not there. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** More brackets than any honest record has: what is parsed of them would take a hundred times the memory of the text. */
const MAX_BRACKETS = 1_000_000;

/** The object that bytes are in JSON; nothing if they are none, or one of far too many parts. */
export function readJsonObject(bytes: Uint8Array): JsonObject | undefined {
  let brackets = 0;
  for (const byte of bytes) if (byte === 0x5b || byte === 0x7b) brackets += 1;
  if (brackets > MAX_BRACKETS) return undefined;
  try {
    return jsonObject(JSON.parse(utf8Text(bytes).replace(/^\ufeff/, '')));
  } catch {
    // It is no JSON: the caller says so.
    return undefined;
  }
}

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
