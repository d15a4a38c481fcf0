/** The error codes that a server puts on the wire [BUP §2.2.1.2]; what they mean, and those of clients, is in `codes`. */
export const SUCCESS = 0x00000000;
export const ACCESS_DENIED = 0x80070005;
export const INVALID_ARGUMENT = 0x80070057;
export const DISK_FULL = 0x80070070;
/** The spec's figure for a full disk: 112 in decimal is 0x70, so its decimal was put into hexadecimal. */
export const DISK_FULL_AS_PRINTED = 0x80070112;
export const SESSION_NOT_FOUND = 0x8020001f;
export const TOO_LARGE = 0x80200020;
export const SERVER_EXECUTE_ENABLED = 0x80200023;
/** E_FAIL: for failures that no documented code names. */
export const UNSPECIFIED_FAILURE = 0x80004005;

/** `BITS-Error-Context`: who failed [BUP §2.2.1.2]. */
export const CONTEXT_SERVER = 0x5;
export const CONTEXT_APPLICATION = 0x7;

const HEXADECIMAL = /^0?x([0-9a-f]{1,8})$/i;
const BARE_HEXADECIMAL = /^[0-9a-f]{8}$/i;
const DECIMAL = /^-?\d{1,10}$/;

/**
 * Reads an HRESULT as an unsigned 32-bit number. The spec wants `0x…`, prints some as `x…`, and servers send bare
 * hexadecimal and decimal, signed or not, too. Eight bare digits are hexadecimal: no real code looks so in decimal.
 */
export function parseHresult(text: string): number | undefined {
  const digits = HEXADECIMAL.exec(text)?.[1] ?? BARE_HEXADECIMAL.exec(text)?.[0];
  if (digits !== undefined) return Number.parseInt(digits, 16);
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return value < -(2 ** 31) || value >= 2 ** 32 ? undefined : value >>> 0;
}

/** As in `0x8020001F`. */
export function formatHresult(code: number): string {
  return `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Reads a `BITS-Error-Context`: hexadecimal, also without its `0x`, as some servers send it. */
export function parseErrorContext(text: string): number | undefined {
  const digits = /^(?:0x)?([0-9a-f]{1,8})$/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** As in `0x5`. */
export function formatErrorContext(context: number): string {
  return `0x${context.toString(16).toUpperCase()}`;
}
