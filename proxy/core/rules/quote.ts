/** Texts from the wire for evidence and messages: as sent, and never longer than a person reads. */

const MAX_QUOTED = 200;

/** The text, cut to 200 characters with a note of its length. */
export function quoted(text: string): string {
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED)}… (${text.length} characters)`;
}
