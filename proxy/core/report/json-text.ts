import { stringify } from '../json.ts';

/** JSON with bigint as decimal strings, and with what would act on a terminal or move text about written as `\uXXXX`. */
export function jsonText(value: unknown): string {
  return stringify(value).replace(UNSEEN, (characters) =>
    [...Array(characters.length).keys()].map((index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
