import { parseGuid } from '../bits/guid.ts';

/** Ids that servers give have at most 100 characters [DOC ack-for-create-session]. */
const MAX_LENGTH = 100;

/** An id like a recorded one that is not taken: the same but for its last digits, so that people see where it comes from. */
export function derivedId(recorded: string, isTaken: (id: string) => boolean): string {
  for (let step = 1; ; step += 1) {
    const id = isGuid(recorded) ? nextGuid(recorded, step) : nextText(recorded, step);
    if (!isTaken(id)) return id;
  }
}

function isGuid(text: string): boolean {
  return parseGuid(text) !== undefined || parseGuid(`{${text}}`) !== undefined;
}

/** Counts in the last twelve digits, in the case of the recorded ones. */
function nextGuid(text: string, step: number): string {
  const end = text.endsWith('}') ? text.length - 1 : text.length;
  const digits = text.slice(end - 12, end);
  const counted = ((Number.parseInt(digits, 16) + step) % 16 ** 12).toString(16).padStart(12, '0');
  return text.slice(0, end - 12) + (digits === digits.toLowerCase() ? counted : counted.toUpperCase()) + text.slice(end);
}

function nextText(text: string, step: number): string {
  if (/^\d{1,90}$/.test(text)) return (BigInt(text) + BigInt(step)).toString();
  const suffix = `-${step + 1}`;
  return text.slice(0, MAX_LENGTH - suffix.length) + suffix;
}
