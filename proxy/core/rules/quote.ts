/** Values from the wire for evidence and messages. */
import { grouped } from './number.ts';

const SHOWN_CHARACTERS = 200;

/** As sent; of a long value its beginning, and how long it is. */
export function quoted(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}… (${grouped(text.length)} characters)`;
}
