/** How much of a value from the wire a finding shows. */
const SHOWN_CHARACTERS = 200;

/** A value as it was sent; of a long one the beginning, and how long it is. */
export function quoted(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)`;
}
