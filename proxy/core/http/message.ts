/** A header line as it was sent: case, order and repeats kept; white space around the value removed. */
export type Header = readonly [name: string, value: string];

/** What a tolerant reader let pass in a head. `fold`: obsolete line folding, joined with one space [RFC 9112 §5.2]. */
export type HeadAnomaly = 'bare-lf' | 'fold' | 'space-before-colon' | 'no-colon' | 'bare-cr';

interface Head {
  /** `1.1`, `1.0`, … as it stands after `HTTP/`. */
  readonly version: string;
  readonly headers: readonly Header[];
  readonly anomalies: readonly HeadAnomaly[];
  /** Where the head begins in its direction's bytes, and how many bytes it has, its empty line included. */
  readonly offset: number;
  readonly length: number;
}

export interface RequestHead extends Head {
  readonly method: string;
  readonly target: string;
}

export interface ResponseHead extends Head {
  readonly status: number;
  readonly reason: string;
}

/** One message on its way: it grows until `endedAt` is set. Times as in `WireEvent`. */
export interface HttpMessage<H extends RequestHead | ResponseHead> {
  readonly head: H;
  /** When its first byte, the end of its head, and its last byte were seen. */
  readonly startedAt: number;
  readonly headAt: number;
  readonly endedAt?: number;
  /** How the end of the body is known; `problem` is set where the peer contradicts itself. */
  readonly framing: Framing;
  /** Body bytes so far, without chunk sizes and trailers. */
  readonly bodyLength: number;
  /** How many of them are missing in the capture. */
  readonly lost?: number;
  readonly trailers?: readonly Header[];
  /** In a capture: the number of the frame that brought its first byte. */
  readonly frame?: number;
}

export type HttpRequest = HttpMessage<RequestHead>;
export type HttpResponse = HttpMessage<ResponseHead>;

/** How a message's body ends [RFC 9112 §6.3]. `tunnel`: what follows is no longer HTTP. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }
  | { readonly kind: 'tunnel' }
  /** Where the end is cannot be known: the connection can't be read past this head. */
  | { readonly kind: 'unknown'; readonly problem: string };

/** A head as it was read, and how its body ends. */
export interface FramedHead<Head = RequestHead> {
  readonly head: Head;
  readonly framing: Framing;
}

/** The first value of a header, whatever its case. */
export function header(headers: readonly Header[], name: string): string | undefined {
  for (const field of headers) if (isName(field[0], name)) return field[1];
  return undefined;
}

/** Every value of a header, in order. */
export function headerAll(headers: readonly Header[], name: string): readonly string[] {
  let values: string[] | undefined;
  for (const field of headers) {
    if (!isName(field[0], name)) continue;
    if (values) values.push(field[1]);
    else values = [field[1]];
  }
  return values ?? NONE;
}

const NONE: readonly string[] = [];

/** Whether two header names are the same in any case. Most differ in length or in the first letter: no copy is made of those. */
export function isName(a: string, b: string): boolean {
  if (a.length !== b.length || ((a.charCodeAt(0) ^ b.charCodeAt(0)) & ~CASE) !== 0) return false;
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/** The one bit in which the cases of a letter differ, in Latin-1. */
const CASE = 0x20;
