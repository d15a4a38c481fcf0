import { isLineEnd } from './byte-buffer.ts';
import { ChunkReader } from './chunked.ts';
import { requestFraming, responseFraming } from './framing.ts';
import { type Grammar, REQUESTS, RESPONSES } from './head.ts';
import { HeadCollector } from './head-collector.ts';
import { latin1 } from './latin1.ts';
import { LostStretch } from './lost-stretch.ts';
import type { Framing, Header, RequestHead, ResponseHead } from './message.ts';

/** Longest head that is read unless said otherwise, bytes. */
export const DEFAULT_MAX_HEAD_BYTES = 256 * 1024;

export type ReaderEvent<Head> =
  /** `raw`: exactly the bytes of the head, valid until the next call. */
  | { readonly type: 'head'; readonly head: Head; readonly framing: Framing; readonly raw: Uint8Array }
  /** More of the body: a view into what was fed, without chunk sizes. */
  | { readonly type: 'body'; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly trailers?: readonly Header[] }
  /** From `offset` on nothing can be read, until `resumed`. */
  | { readonly type: 'malformed'; readonly reason: string; readonly offset: number }
  | { readonly type: 'resumed'; readonly offset: number }
  /** What follows is no longer HTTP. */
  | { readonly type: 'tunnel'; readonly offset: number };

export interface ReaderOptions {
  /** A longer head is malformed. Default 256 KiB. */
  readonly maxHeadBytes?: number;
  /** Bytes as Latin-1 text, each one character. An environment that has a faster way than the language may bring it. */
  readonly latin1?: (bytes: Uint8Array) => string;
}

type State = 'start' | 'counted' | 'chunked' | 'until-close' | 'tunnel' | 'lost';

/**
 * Reads one direction of a connection: bytes in, messages out. It never throws on input, never copies a body, holds back at
 * most one head, and gives the same events however the bytes were split.
 */
export class HttpReader<Head extends RequestHead | ResponseHead> {
  readonly #grammar: Grammar<Head>;
  readonly #framingOf: (head: Head) => Framing;
  readonly #maxHeadBytes: number;
  readonly #latin1: (bytes: Uint8Array) => string;
  #state: State = 'start';
  readonly #collector: HeadCollector<Head>;
  /** Where the head that is being read begins. */
  #headFrom = 0;
  #remaining = 0;
  #chunks: ChunkReader | undefined;
  #lost: LostStretch | undefined;
  /** Where the bytes that are being read begin in the direction. */
  #base = 0;
  #events: ReaderEvent<Head>[] = [];

  constructor(grammar: Grammar<Head>, framingOf: (head: Head) => Framing, options: ReaderOptions = {}) {
    const { maxHeadBytes = DEFAULT_MAX_HEAD_BYTES } = options;
    this.#latin1 = options.latin1 ?? latin1;
    this.#grammar = grammar;
    this.#framingOf = framingOf;
    this.#maxHeadBytes = maxHeadBytes;
    this.#collector = new HeadCollector(grammar, maxHeadBytes);
  }

  /** Bytes that were fed so far. */
  get position(): number {
    return this.#base;
  }

  /** Bytes of an unfinished head at the end of what was fed. */
  get pending(): number {
    return this.#state === 'start' ? this.#collector.length : 0;
  }

  /** Between messages. */
  get idle(): boolean {
    return this.#state === 'start' && this.#collector.length === 0;
  }

  read(bytes: Uint8Array): ReaderEvent<Head>[] {
    this.#events = [];
    let at = 0;
    while (at < bytes.length) at = this.#step(bytes, at);
    this.#base += bytes.length;
    return this.#events;
  }

  /** This side will send no more (FIN). A message that is cut in its middle gets no `end`. */
  end(): ReaderEvent<Head>[] {
    this.#events = [];
    if (this.#state === 'until-close') this.#finish();
    else if (this.pending > 0) this.#lose('the connection ended in the middle of a head', this.#headFrom);
    return this.#events;
  }

  /** The other side agreed to leave HTTP (101, CONNECT). */
  enterTunnel(): void {
    this.#state = 'tunnel';
    this.#collector.drop();
  }

  #step(bytes: Uint8Array, at: number): number {
    switch (this.#state) {
      case 'start':
        return this.#readHead(bytes, at);
      case 'counted':
        return this.#readCounted(bytes, at);
      case 'chunked':
        return this.#readChunked(bytes, at);
      case 'until-close':
        this.#events.push({ type: 'body', bytes: at === 0 ? bytes : bytes.subarray(at) });
        return bytes.length;
      case 'tunnel':
        return bytes.length;
      case 'lost':
        return this.#readLost(bytes, at);
    }
  }

  /** Empty lines before a start line are skipped [RFC 9112 §2.2]. */
  #readHead(bytes: Uint8Array, at: number): number {
    if (this.#collector.length === 0) {
      if (isLineEnd(bytes[at])) return at + 1;
      this.#headFrom = this.#base + at;
    }
    const { end, raw, lost } = this.#collector.read(bytes, at);
    if (raw) this.#takeHead(raw, this.#headFrom);
    if (lost) {
      this.#lose(lost.reason, this.#headFrom);
      this.#reread(lost.bytes, this.#headFrom);
    }
    return end;
  }

  /** A whole head; one that can't be read is gone through for the next message. */
  #takeHead(raw: Uint8Array, offset: number): void {
    const problem = this.#grammar.impossible(raw);
    const head = problem === undefined ? this.#grammar.parse(this.#latin1(raw), offset) : { problem };
    if ('problem' in head) {
      this.#lose(head.problem, offset);
      this.#reread(raw, offset);
      return;
    }
    const framing = this.#framingOf(head);
    this.#events.push({ type: 'head', head, framing, raw });
    this.#enter(framing, offset + raw.length);
  }

  #enter(framing: Framing, offset: number): void {
    switch (framing.kind) {
      case 'none':
        return this.#finish();
      case 'length':
        this.#remaining = framing.length;
        this.#state = 'counted';
        return framing.length === 0 ? this.#finish() : undefined;
      case 'chunked':
        this.#chunks = new ChunkReader(this.#maxHeadBytes);
        this.#state = 'chunked';
        return;
      case 'until-close':
        this.#state = 'until-close';
        return;
      case 'tunnel':
        this.#state = 'tunnel';
        this.#events.push({ type: 'tunnel', offset });
        return;
      case 'unknown':
        return this.#lose(framing.problem, offset, 'line-start');
    }
  }

  #readCounted(bytes: Uint8Array, at: number): number {
    const end = Math.min(bytes.length, at + this.#remaining);
    this.#events.push({ type: 'body', bytes: bytes.subarray(at, end) });
    this.#remaining -= end - at;
    if (this.#remaining === 0) this.#finish();
    return end;
  }

  #readChunked(bytes: Uint8Array, at: number): number {
    const { end, body, done, problem } = present(this.#chunks).read(bytes, at);
    if (body) this.#events.push({ type: 'body', bytes: body });
    if (done) this.#finish(done.trailers);
    if (problem !== undefined) this.#lose(problem, this.#base + end);
    return end;
  }

  #finish(trailers?: readonly Header[]): void {
    this.#events.push(trailers && trailers.length > 0 ? { type: 'end', trailers } : { type: 'end' });
    this.#state = 'start';
  }

  /** From here on nothing can be read: neither the rest of this line, nor what is held. */
  #lose(reason: string, offset: number, from: 'in-line' | 'line-start' = 'in-line'): void {
    this.#collector.drop();
    this.#events.push({ type: 'malformed', reason, offset });
    this.#lost = new LostStretch(this.#grammar.begins, from);
    this.#state = 'lost';
  }

  /** Looks for the next message in bytes that were already taken for a head. */
  #reread(bytes: Uint8Array, offset: number): void {
    const base = this.#base;
    this.#base = offset;
    let at = 0;
    while (at < bytes.length) at = this.#step(bytes, at);
    this.#base = base;
  }

  /** The line that begins a message is the beginning of the next head. */
  #readLost(bytes: Uint8Array, at: number): number {
    const { end, line } = present(this.#lost).read(bytes, at);
    if (!line) return end;
    this.#headFrom = this.#base + end - line.length;
    this.#collector.begin(line);
    this.#events.push({ type: 'resumed', offset: this.#headFrom });
    this.#state = 'start';
    return end;
  }
}

/** A state's own reader: it was made when the state was entered. */
function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('a state was entered without its reader');
  return part;
}

export function requestReader(options?: ReaderOptions): HttpReader<RequestHead> {
  return new HttpReader(REQUESTS, requestFraming, options);
}

/** `requestMethod` tells the method of the request that the next answer belongs to. */
export function responseReader(requestMethod: () => string | undefined, options?: ReaderOptions): HttpReader<ResponseHead> {
  return new HttpReader(RESPONSES, (head) => responseFraming(head, requestMethod()), options);
}
