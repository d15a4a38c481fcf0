import { type Framing, type Header, headerAll, type RequestHead, type ResponseHead } from './message.ts';

const NONE: Framing = { kind: 'none' };
/** Of most messages here: all Acks, and all requests but Fragments. */
const EMPTY: Framing = { kind: 'length', length: 0 };

/** How a request's body ends [RFC 9112 §6.3]. A request that says nothing has none. */
export function requestFraming({ headers }: RequestHead): Framing {
  const coding = transferCoding(headers);
  if (coding !== '')
    return isChunked(coding) ? { kind: 'chunked' } : unknown(`Transfer-Encoding is ${coding}, which does not end a request`);
  return declaredLength(headerAll(headers, 'Content-Length')) ?? NONE;
}

/** How an answer's body ends; it depends on the method that it answers. */
export function responseFraming({ status, headers }: ResponseHead, requestMethod: string | undefined): Framing {
  if (status === 101 || (requestMethod === 'CONNECT' && status >= 200 && status < 300)) return { kind: 'tunnel' };
  if (requestMethod === 'HEAD' || status < 200 || status === 204 || status === 304) return NONE;
  const coding = transferCoding(headers);
  if (coding !== '') return { kind: isChunked(coding) ? 'chunked' : 'until-close' };
  return declaredLength(headerAll(headers, 'Content-Length')) ?? { kind: 'until-close' };
}

/** `identity` says nothing; it is gone since RFC 7230 [RFC 2616 §4.4]. */
function transferCoding(headers: readonly Header[]): string {
  const values = headerAll(headers, 'Transfer-Encoding');
  return values.length === 0 ? '' : values.filter((value) => value.toLowerCase() !== 'identity').join(', ');
}

function isChunked(coding: string): boolean {
  return /(^|,)\s*chunked\s*$/i.test(coding);
}

/** A list of the same number is that number; different ones leave the end unknown, and are a sign of request smuggling. */
function declaredLength(values: readonly string[]): Framing | undefined {
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.length === 1 && first === '0') return EMPTY;
  if (values.length === 1 && /^\d{1,15}$/.test(first)) return { kind: 'length', length: Number(first) };
  const lengths = new Set(values.flatMap((value) => value.split(',')).map((value) => value.trim()));
  if (lengths.size > 1) return unknown(`Content-Length has different values: ${[...lengths].join(', ')}`);
  const [text = ''] = lengths;
  const length = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(length)) return unknown(`Content-Length is no length: ${text}`);
  return { kind: 'length', length };
}

function unknown(problem: string): Framing {
  return { kind: 'unknown', problem };
}
