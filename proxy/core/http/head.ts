import { latin1 } from './latin1.ts';
import type { HeadAnomaly, Header, RequestHead, ResponseHead } from './message.ts';

interface Fields {
  readonly headers: Header[];
  readonly anomalies: HeadAnomaly[];
}

/**
 * A head keeps its text, and reads its header lines when it is asked for them: thousands of heads are kept and few are
 * looked at, and one text takes a fraction of the memory of its parts. As JSON it is plain data.
 */
abstract class TextHead {
  readonly version: string;
  readonly offset: number;
  /** The whole head as it was sent, Latin-1. */
  readonly text: string;
  /** Made when they are asked for first. */
  #parsed: Fields | undefined;

  constructor(version: string, offset: number, text: string) {
    this.version = version;
    this.offset = offset;
    this.text = text;
  }

  get length(): number {
    return this.text.length;
  }

  get headers(): readonly Header[] {
    return this.#fields.headers;
  }

  get anomalies(): readonly HeadAnomaly[] {
    return this.#fields.anomalies;
  }

  get #fields(): Fields {
    this.#parsed ??= parseFields(this.text, this.text.indexOf('\n'));
    return this.#parsed;
  }
}

class TextRequestHead extends TextHead implements RequestHead {
  readonly method: string;
  readonly target: string;

  constructor(method: string, target: string, version: string, offset: number, text: string) {
    super(version, offset, text);
    this.method = method;
    this.target = target;
  }

  toJSON(): RequestHead {
    const { method, target, version, headers, anomalies, offset, length } = this;
    return { method, target, version, headers, anomalies, offset, length };
  }
}

class TextResponseHead extends TextHead implements ResponseHead {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, version: string, offset: number, text: string) {
    super(version, offset, text);
    this.status = status;
    this.reason = reason;
  }

  override get anomalies(): readonly HeadAnomaly[] {
    const anomalies = super.anomalies;
    return this.reason.includes('\r') && !anomalies.includes('bare-cr') ? [...anomalies, 'bare-cr'] : anomalies;
  }

  toJSON(): ResponseHead {
    const { status, reason, version, headers, anomalies, offset, length } = this;
    return { status, reason, version, headers, anomalies, offset, length };
  }
}

/** `text` is a whole head, whose first line is known to be a request line. */
export function parseRequestHead(text: string, offset: number): RequestHead {
  const line = trimBlanks(text, 0, contentEnd(text, text.indexOf('\n')));
  const method = line.slice(0, line.indexOf(' '));
  const target = trimBlanks(line, method.length, line.length - 'HTTP/1.1'.length);
  return new TextRequestHead(method, target, line.slice(-3), offset, text);
}

/** `text` is a whole head, whose first line is known to be a status line. */
export function parseResponseHead(text: string, offset: number): ResponseHead {
  const rest = text.slice('HTTP/1.1'.length, contentEnd(text, text.indexOf('\n'))).replace(/^ +/, '');
  return new TextResponseHead(Number(rest.slice(0, 3)), rest.slice(4), text.slice(5, 8), offset, text);
}

/** The text that a head was parsed from; a head of other make has none. */
export function textOfHead(head: RequestHead | ResponseHead): string | undefined {
  return head instanceof TextHead ? head.text : undefined;
}

/** Trailer lines with the empty line that ends them, read like header lines. */
export function parseTrailers(raw: Uint8Array): Header[] {
  return parseFields(latin1(raw), -1).headers;
}

/** The header lines behind a line end. What is not quite HTTP is read as its writer meant it, and named. */
function parseFields(text: string, startLineEnd: number): Fields {
  const fields: Fields = { headers: [], anomalies: [] };
  if (startLineEnd >= 0) noteLineEnd(fields, text, 0, startLineEnd);
  for (let at = startLineEnd + 1; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at);
    noteLineEnd(fields, text, at, lineEnd);
    const end = contentEnd(text, lineEnd);
    if (end > at) readLine(fields, text, at, end);
    at = lineEnd + 1;
  }
  return fields;
}

/** A line should have one CR, at its end [RFC 9112 §2.2]. */
function noteLineEnd({ anomalies }: Fields, text: string, from: number, lineEnd: number): void {
  const cr = text.indexOf('\r', from);
  if (cr === lineEnd - 1) return;
  if (cr >= 0 && cr < lineEnd) note(anomalies, 'bare-cr');
  if (text.charCodeAt(lineEnd - 1) !== CR) note(anomalies, 'bare-lf');
}

function readLine(fields: Fields, text: string, from: number, end: number): void {
  if (isBlank(text.charCodeAt(from))) return readFold(fields, text, from, end);
  const colon = text.indexOf(':', from);
  if (colon < 0 || colon >= end) {
    note(fields.anomalies, 'no-colon');
    fields.headers.push([text.slice(from, end), '']);
    return;
  }
  const spaced = colon > from && isBlank(text.charCodeAt(colon - 1));
  if (spaced) note(fields.anomalies, 'space-before-colon');
  fields.headers.push([spaced ? trimBlanks(text, from, colon) : text.slice(from, colon), trimBlanks(text, colon + 1, end)]);
}

/** More of the value before, joined with one space [RFC 9112 §5.2]; without a line before it, a line that is no header. */
function readFold({ headers, anomalies }: Fields, text: string, from: number, end: number): void {
  note(anomalies, 'fold');
  const more = trimBlanks(text, from, end);
  const previous = headers.pop();
  if (!previous) headers.push([text.slice(from, end), '']);
  else headers.push([previous[0], previous[1] === '' || more === '' ? previous[1] + more : `${previous[1]} ${more}`]);
}

function note(anomalies: HeadAnomaly[], anomaly: HeadAnomaly): void {
  if (!anomalies.includes(anomaly)) anomalies.push(anomaly);
}

const CR = 0x0d;

/** Where a line's content ends: before its CR, if it has one. */
function contentEnd(text: string, lineEnd: number): number {
  return text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
}

/** Without the spaces and tabs around it [RFC 9110 §5.5]; other white space is part of a value. */
function trimBlanks(text: string, from: number, to: number): string {
  let first = from;
  let end = to;
  while (first < end && isBlank(text.charCodeAt(first))) first += 1;
  while (end > first && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(first, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
