import { Refusal } from './refusal.ts';

/** Where an upload goes: names below the served directory, each of them safe on Windows, macOS and Linux; never empty. */
export type Destination = readonly string[];

/** Names of our own files in the served directory begin so; no client may use them. */
export const TEMPORARY_PREFIX = '.bitstap-upload-';

/** The client API's limits [SDK ns-bits-bg_file_info]. */
const MAX_TARGET = 2200;
const MAX_SEGMENT = 255;

/** What Windows forbids in names, and what could be read as a path, a drive or a stream (`name:stream`). */
const FORBIDDEN = /[\\/:*?"<>|]/;
/** Devices in every folder of Windows, whatever the extension: `NUL.txt` is the null device. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/**
 * Reads a request target (origin or absolute form) as a destination. Throws a Refusal for anything that could leave the
 * directory, or that one of the systems we run on reads in another way than it is written.
 */
export function destinationOf(target: string): Destination {
  if (target.length > MAX_TARGET) throw new Refusal('invalid-request', 'the URL is too long');
  const path = pathOf(target);
  if (!path.startsWith('/')) throw new Refusal('invalid-request', 'the URL has no path');
  const names = path.slice(1).split('/').map(decodeSegment);
  // "The destination is a directory" [BUP §2.2.1.2].
  if (names.at(-1) === '') throw new Refusal('invalid-request', 'the URL names a directory');
  names.forEach(checkName);
  return names;
}

/** The path in a target, percent-encoding as sent; the query names no file. */
export function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' ? '/' : path;
}

function decodeSegment(segment: string): string {
  // A raw byte beyond ASCII has no agreed meaning in a URL [RFC 3986 §2].
  if (!/^[\x21-\x7e]*$/.test(segment)) throw new Refusal('invalid-request', 'the URL has characters that must be encoded');
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new Refusal('invalid-request', 'the URL is not valid percent-encoded UTF-8', { cause });
  }
}

function checkName(name: string): void {
  const fault = faultOf(name);
  if (fault) throw new Refusal('access-denied', `the URL ${fault}`);
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'has an empty segment';
  if (name === '.' || name === '..') return 'leaves the directory';
  // Control, format and line-separator characters: NUL ends a path in C, others fool the reader of a listing.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return 'has a control character';
  if (FORBIDDEN.test(name)) return 'has a character that names may not have';
  // Windows drops them silently, so that two names would be one file.
  if (/[. ]$/.test(name)) return 'has a name that ends with a dot or a space';
  if (DEVICE.test(name)) return 'names a device';
  if (name.toLowerCase().startsWith(TEMPORARY_PREFIX)) return 'has a name that is reserved';
  if (Buffer.byteLength(name) > MAX_SEGMENT) return 'has a name that is too long';
  return undefined;
}
