import { InvalidArgumentError } from 'commander';
import { parseByteSize } from '../core/byte-size.ts';
import { pointAt } from '../core/filter/filter-error.ts';
import { type Filter, parseFilter } from '../core/filter.ts';
import { type Header, isName } from '../core/http/message.ts';

/** A place to listen at. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `[HOST:]PORT`; IPv6 hosts in brackets. The host is 127.0.0.1 unless given. */
export function parseAddress(text: string): Address {
  const match = /^(?:(\[[0-9a-f:.%]+\]|[^:[\]]+):)?(\d{1,5})$/i.exec(text);
  const port = Number(match?.[2]);
  if (!match || port > 65535)
    throw new InvalidArgumentError(`"${text}" is no [HOST:]PORT. Write for example 8080, 0.0.0.0:8080 or [::1]:8080.`);
  return { host: match[1]?.replace(/^\[|\]$/g, '') ?? '127.0.0.1', port };
}

/** An http or https URL. */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new InvalidArgumentError(`"${text}" is no http or https URL. Write for example http://server:8080.`);
  }
  return url;
}

/** A target is a server: a path would have to be put into every request, and that would change the evidence. */
export function parseTarget(text: string): URL {
  const url = parseUrl(text);
  if (url.pathname !== '/' || url.search !== '') {
    throw new InvalidArgumentError(
      `The target names a server, not a path. Write ${url.origin} and let the client ask for ${url.pathname}.`,
    );
  }
  return url;
}

/** A size in bytes: `500`, `64k`, `10mb`, `5GiB`; units are powers of 1024. */
export function parseSize(text: string): bigint {
  const size = parseByteSize(text);
  if (size === undefined) throw new InvalidArgumentError(`"${text}" is no size. Write for example 500, 64k, 10mb or 5gb.`);
  return size;
}

/** A filter; what is wrong with one is said with a caret under the place. */
export function parseFilterOption(text: string): Filter {
  const result = parseFilter(text);
  if (!result.ok) throw new InvalidArgumentError(pointAt(text, result.error));
  return result.filter;
}

/** A whole number from 1. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError(`"${text}" is no whole number from 1.`);
  return Number(text);
}

/** A number from 0, as in `0.5`. */
export function parseFactor(text: string): number {
  const factor = /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(factor)) throw new InvalidArgumentError(`"${text}" is no number from 0. Write for example 1, 2, 0.5 or 0.`);
  return factor;
}

/** What a request says of itself, and no option can know. */
const OF_THE_REQUEST = /^(?:content-length|transfer-encoding|content-range|bits-packet-type|bits-session-id)$/i;

/** `Name: value`, added to those before it. */
export function parseHeaders(text: string, before: readonly Header[]): readonly Header[] {
  const colon = text.indexOf(':');
  const [name, value] = [text.slice(0, Math.max(0, colon)).trim(), text.slice(colon + 1).trim()];
  // What stands in a head is Latin-1 [RFC 9110 §5.5].
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\xa0-\xff]*$/.test(value))
    throw new InvalidArgumentError('Write it as Name: value, in one line, as in "Authorization: Bearer …".');
  if (OF_THE_REQUEST.test(name)) throw new InvalidArgumentError(`${name} is different in each request and can't be given.`);
  return [...before.filter((known) => !isName(known[0], name)), [name, value]];
}

/** As `[HOST:]PORT` is read back. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
