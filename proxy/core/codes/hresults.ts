/** The one table of error values. */
import { CLIENT_HRESULTS } from './client-hresults.ts';
import type { HresultEntry } from './explanation.ts';
import { SERVER_HRESULTS } from './server-hresults.ts';

export const HRESULTS: readonly HresultEntry[] = [...SERVER_HRESULTS, ...CLIENT_HRESULTS];

const BY_CODE = new Map(HRESULTS.map((entry) => [entry.code, entry]));

/** What is known of an error value; nothing for one that is in no source of ours, or computed from a status. */
export function knownHresult(code: number): HresultEntry | undefined {
  return BY_CODE.get(code);
}

const HTTP_ERRORS = 0x80190000;

/** What a client logs for a plain HTTP status: `0x80190194` for 404, `BG_E_HTTP_ERROR_404` [MSG]. */
export function hresultOfStatus(status: number): number {
  return HTTP_ERRORS + status;
}

/** The status in such a value; nothing for others. */
export function statusOfHresult(code: number): number | undefined {
  const status = code - HTTP_ERRORS;
  return status >= 100 && status <= 999 ? status : undefined;
}
