/** How much of a value from the wire a finding shows. */
const SHOWN_CHARACTERS = 200;

/** A value from the wire for evidence and messages: as sent, and cut where it is long, which is said. */
export function quoted(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)`;
}
