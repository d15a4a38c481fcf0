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
  /** Body bytes seen so far, without chunk sizes and trailers. */
  readonly bodyLength: number;
  readonly trailers?: readonly Header[];
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

/** The first value of a header, whatever its case. For many look-ups in one head, use `indexHeaders`. */
export function header(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([present]) => isName(present, wanted))?.[1];
}

/** Every value of a header, in order. */
export function headerAll(headers: readonly Header[], name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([present]) => isName(present, wanted)).map(([, value]) => value);
}

/** The lengths are compared first: most names differ there, and no lower-case copy is made. */
function isName(present: string, wanted: string): boolean {
  return present.length === wanted.length && present.toLowerCase() === wanted;
}

/** First values by lower-case name. */
export type HeaderIndex = ReadonlyMap<string, string>;

export function indexHeaders(headers: readonly Header[]): HeaderIndex {
  const index = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!index.has(key)) index.set(key, value);
  }
  return index;
}
