import { EXCHANGE_FIELDS } from './exchange-fields.ts';
import type { Field } from './field.ts';
import { FINDING_FIELDS, HAS } from './finding-fields.ts';
import { SESSION_FIELDS } from './session-fields.ts';

/** Every field of the filter language, as documentation and suggestions list them. */
export const FIELDS: readonly Field[] = [...EXCHANGE_FIELDS, ...FINDING_FIELDS, HAS, ...SESSION_FIELDS];

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.flatMap((field) => namesOf(field).map((name) => [name, field])));

export const FIELD_NAMES: readonly string[] = [...BY_NAME.keys()];

/** A field by its name or an alias of it, in any case. */
export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name.toLowerCase());
}

function namesOf({ name, aliases = [] }: Field): readonly string[] {
  return [name, ...aliases];
}
