import { latin1 } from '../http/latin1.ts';

/** The first bytes of a file that may be text, without its byte order mark and the white space in front. */
export function beginningText(first: Uint8Array): string {
  return latin1(first)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
}
