import type { HeadAnomaly, Header, RequestHead, ResponseHead } from './message.ts';

/** How messages of one direction begin. */
export interface Grammar<Head> {
  /** What is wrong with the beginning of a message, as soon as its bytes prove it; undefined while it may become one. */
  readonly impossible: (bytes: Uint8Array) => string | undefined;
  /** Whether a line, met while lost, begins a message. */
  readonly begins: (line: string) => boolean;
  /** `text` is `raw` as Latin-1. */
  readonly parse: (text: string, offset: number) => Head | { readonly problem: string };
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) +(\S+) +HTTP\/(\d\.\d) *$/;
const STATUS_LINE = /^HTTP\/(\d\.\d) +(\d{3})(?: (.*))?$/;
const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const SPACE = 0x20;
const TLS_HANDSHAKE = 0x16;

/** Which bytes may stand in a method [RFC 9110 §5.6.2]. */
const IS_TOKEN = Array.from({ length: 256 }, (_, code) => TOKEN.test(String.fromCharCode(code)));

export const REQUESTS: Grammar<RequestHead> = {
  impossible(bytes) {
    if (bytes[0] === TLS_HANDSHAKE) return 'a TLS handshake, not HTTP: the client speaks TLS to a port for plain HTTP';
    const at = bytes.findIndex((byte) => !IS_TOKEN[byte]);
    if (at < 0 || (bytes[at] === SPACE && at > 0)) return undefined;
    return `byte ${hex(bytes[at])} can't stand in a method`;
  },
  begins: (line) => REQUEST_LINE.test(line),
  parse(text, offset) {
    const { start, headers, anomalies } = parseFields(text);
    const match = REQUEST_LINE.exec(start);
    if (!match) return { problem: 'the first line is no request line' };
    const [, method = '', target = '', version = ''] = match;
    return { method, target, version, headers, anomalies, offset, length: text.length };
  },
};

const HTTP = [0x48, 0x54, 0x54, 0x50, 0x2f];

export const RESPONSES: Grammar<ResponseHead> = {
  impossible(bytes) {
    const at = HTTP.findIndex((byte, index) => index < bytes.length && bytes[index] !== byte);
    return at < 0 ? undefined : `byte ${hex(bytes[at])} where an answer begins with HTTP/`;
  },
  begins: (line) => STATUS_LINE.test(line),
  parse(text, offset) {
    const { start, headers, anomalies } = parseFields(text);
    const match = STATUS_LINE.exec(start);
    if (!match) return { problem: 'the first line is no status line' };
    const [, version = '', status = '', reason = ''] = match;
    return { status: Number(status), reason, version, headers, anomalies, offset, length: text.length };
  },
};

function hex(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).padStart(2, '0')}`;
}

interface Fields {
  readonly start: string;
  readonly headers: Header[];
  readonly anomalies: HeadAnomaly[];
}

const NO_ANOMALIES: HeadAnomaly[] = [];

function parseFields(text: string): Fields {
  const lines = text.split('\r\n');
  if (lines.length > 1 && text.indexOf('\n') === (lines[0]?.length ?? 0) + 1 && !hasOddLine(lines)) {
    return { start: lines[0] ?? '', headers: plainHeaders(lines), anomalies: NO_ANOMALIES };
  }
  return tolerantFields(text);
}

/** Whether a line needs more than a split at its colon. */
function hasOddLine(lines: readonly string[]): boolean {
  for (let at = 1; at < lines.length - 2; at += 1) {
    const line = lines[at] ?? '';
    const colon = line.indexOf(':');
    if (colon <= 0 || isBlank(line.charCodeAt(0)) || isBlank(line.charCodeAt(colon - 1)) || line.includes('\n') || line.includes('\r'))
      return true;
  }
  return false;
}

function plainHeaders(lines: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let at = 1; at < lines.length - 2; at += 1) headers.push(splitHeader(lines[at] ?? ''));
  return headers;
}

function splitHeader(line: string): Header {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), trimBlanks(line, colon + 1)];
}

/** Without the spaces and tabs around it [RFC 9110 §5.5]; other white space is part of a value. */
function trimBlanks(text: string, from = 0): string {
  let first = from;
  let end = text.length;
  while (first < end && isBlank(text.charCodeAt(first))) first += 1;
  while (end > first && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(first, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Trailer lines, read like header lines. */
export function parseTrailers(lines: readonly string[]): Header[] {
  const trailers: Header[] = [];
  const anomalies = new Set<HeadAnomaly>();
  for (const line of lines) tolerantLine(line, trailers, anomalies);
  return trailers;
}

/** What is not quite HTTP, read as its writer meant it, and named. */
function tolerantFields(text: string): Fields {
  const anomalies = new Set<HeadAnomaly>();
  const headers: Header[] = [];
  const [start = '', ...lines] = text.split('\n').map((line, index, all) => withoutReturn(line, index === all.length - 1, anomalies));
  for (const line of lines) {
    if (line !== '') tolerantLine(line, headers, anomalies);
  }
  return { start, headers, anomalies: [...anomalies] };
}

function withoutReturn(line: string, isRest: boolean, anomalies: Set<HeadAnomaly>): string {
  const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (bare === line && !isRest) anomalies.add('bare-lf');
  if (bare.includes('\r')) anomalies.add('bare-cr');
  return bare;
}

function tolerantLine(line: string, headers: Header[], anomalies: Set<HeadAnomaly>): void {
  const previous = headers.at(-1);
  if (isBlank(line.charCodeAt(0)) && previous) {
    anomalies.add('fold');
    headers[headers.length - 1] = [previous[0], `${previous[1]} ${trimBlanks(line)}`.trimStart()];
    return;
  }
  const colon = line.indexOf(':');
  if (colon < 0) anomalies.add('no-colon');
  if (colon > 0 && isBlank(line.charCodeAt(colon - 1))) anomalies.add('space-before-colon');
  headers.push(colon < 0 ? [line, ''] : [trimBlanks(line.slice(0, colon)), trimBlanks(line, colon + 1)]);
}
