import { BodyReader } from './body-reader.ts';
import { requestFraming, responseFraming } from './framing.ts';
import { parseRequestHead, parseResponseHead } from './head.ts';
import { latin1 } from './latin1.ts';
import { LineBlock } from './line-block.ts';
import type { FramedHead, Framing, Header, RequestHead, ResponseHead } from './message.ts';
import type { ReaderEvent } from './reader-event.ts';
import { type Grammar, REQUESTS, RESPONSES, StartLine } from './start-line.ts';

export const DEFAULT_MAX_HEAD_BYTES = 256 * 1024;
const LF = 0x0a;
const END = { type: 'end' } as const;

export interface ReaderOptions {
  /** A longer head is malformed. Default 256 KiB. */
  readonly maxHeadBytes?: number;
  /** Bytes as Latin-1 text, each one character: for an environment that has a faster way than the language has. */
  readonly latin1?: (bytes: Uint8Array) => string;
}

/** What the two directions differ in. */
interface Direction<Head> {
  readonly grammar: Grammar;
  readonly parse: (text: string, offset: number) => Head;
  readonly framing: (head: Head) => Framing;
}

type State = 'start' | 'head' | 'body' | 'tunnel' | 'skip'; // to the end of a line that can't be read

/**
 * Reads one direction of a connection: bytes in, messages out. It never throws on input, never copies a body, holds back at
 * most one head, looks at each byte once, and gives the same events however the bytes were split.
 */
export class HttpReader<Head extends RequestHead | ResponseHead> {
  readonly #direction: Direction<Head>;
  readonly #latin1: (bytes: Uint8Array) => string;
  readonly #maxHeadBytes: number;
  readonly #startLine: StartLine;
  readonly #block: LineBlock;
  readonly #body: BodyReader;
  #state: State = 'start';
  /** Something could not be read, and no message has begun since. */
  #lost = false;
  /** Where the bytes that are being read begin in the direction. */
  #base = 0;
  #take: (event: ReaderEvent<Head>) => void = () => {};

  constructor(direction: Direction<Head>, options: ReaderOptions = {}) {
    const { maxHeadBytes = DEFAULT_MAX_HEAD_BYTES } = options;
    this.#direction = direction;
    this.#latin1 = options.latin1 ?? latin1;
    this.#maxHeadBytes = maxHeadBytes;
    this.#startLine = new StartLine(direction.grammar);
    this.#block = new LineBlock(maxHeadBytes);
    this.#body = new BodyReader(maxHeadBytes);
  }

  /** Bytes that were fed so far. */
  get position(): number {
    return this.#base;
  }

  /** Bytes of an unfinished head at the end of what was fed. */
  get pending(): number {
    return this.#block.held;
  }

  /** Between messages. */
  get idle(): boolean {
    return this.#state === 'start' && !this.#lost && this.#block.held === 0;
  }

  read(bytes: Uint8Array): ReaderEvent<Head>[] {
    const events: ReaderEvent<Head>[] = [];
    this.feed(bytes, (event) => events.push(event));
    return events;
  }

  /** As `read`, but each event is taken before the bytes behind it are read. */
  feed(bytes: Uint8Array, take: (event: ReaderEvent<Head>) => void): void {
    this.#take = take;
    for (let at = 0; at < bytes.length; ) at = this.#step(bytes, at);
    this.#base += bytes.length;
  }

  /** As `feed`, for bytes that somebody has read already and found to be this head and nothing else: it is taken if it fits here. */
  feedHead(bytes: Uint8Array, { head, framing }: FramedHead<Head>, take: (event: ReaderEvent<Head>) => void): void {
    if (!this.idle || head.offset !== this.#base || head.length !== bytes.length) return this.feed(bytes, take);
    this.#take = take;
    take({ type: 'head', head, framing, raw: bytes });
    this.#enter(framing, this.#base + bytes.length);
    this.#base += bytes.length;
  }

  /** So many bytes are missing. The rest of a body goes on behind them where its end is still known. */
  miss(bytes: number, take: (event: ReaderEvent<Head>) => void): void {
    this.#take = take;
    const place = this.#state === 'body' ? this.#body.miss(bytes) : 'unknown';
    const begin = this.pending > 0 ? this.#block.offset : this.#base;
    this.#base += bytes;
    if (place !== 'unknown') take({ type: 'missing', bytes });
    if (place === 'end') this.#finish(this.#base);
    if (place !== 'unknown' || this.#state === 'tunnel') return;
    this.#lose(`${bytes} bytes are missing in the capture`, begin);
    this.#await(this.#base);
  }

  /** What is fed next was sent at once, and may begin a message: after a loss, that does not need a line end before it. */
  beginSegment(): void {
    if (this.#lost && (this.#state === 'skip' || this.#state === 'start')) this.#await(this.#base);
  }

  /** This side will send no more (FIN). A message that is cut in its middle gets no `end`. */
  end(): ReaderEvent<Head>[] {
    const events: ReaderEvent<Head>[] = [];
    this.#take = (event) => events.push(event);
    if (this.#state === 'body' && this.#body.untilClose) this.#finish(this.#base);
    else if (this.pending > 0) this.#lose('the connection ended in the middle of a head', this.#block.offset);
    return events;
  }

  /** The other side agreed to leave HTTP (101, CONNECT). */
  enterTunnel(): void {
    this.#await(this.#base);
    this.#state = 'tunnel';
  }

  /** Reads on from `at`, and tells how far it came. */
  #step(bytes: Uint8Array, at: number): number {
    switch (this.#state) {
      case 'start':
        return this.#readStartLine(bytes, at);
      case 'head':
        return this.#readHead(bytes, at);
      case 'body':
        return this.#readBody(bytes, at);
      case 'tunnel':
        return bytes.length;
      case 'skip':
        return this.#skip(bytes, at);
    }
  }

  #await(offset: number): void {
    this.#startLine.begin();
    this.#block.begin(offset);
    this.#state = 'start';
  }

  #readStartLine(bytes: Uint8Array, at: number): number {
    const limit = this.#block.limit(bytes, this.#base);
    const end = this.#startLine.scan(bytes, at, limit);
    switch (this.#startLine.outcome) {
      case 'open':
        return this.#hold(bytes, limit);
      case 'empty':
        this.#await(this.#base + end);
        return end;
      case 'complete':
        this.#state = 'head';
        if (this.#lost) this.#take({ type: 'resumed', offset: this.#block.offset });
        this.#lost = false;
        return end === bytes.length ? this.#hold(bytes, limit) : end;
      case 'impossible':
        this.#lose(this.#startLine.problem, this.#block.offset);
        return end;
    }
  }

  #readHead(bytes: Uint8Array, at: number): number {
    const limit = this.#block.limit(bytes, this.#base);
    const end = this.#block.find(bytes, at, limit);
    if (end < 0) return this.#hold(bytes, limit);
    const raw = this.#block.take(bytes, this.#base, end);
    const head = this.#direction.parse(this.#latin1(raw), this.#block.offset);
    const framing = this.#direction.framing(head);
    this.#take({ type: 'head', head, framing, raw });
    this.#enter(framing, this.#base + end);
    return end;
  }

  /** Keeps an unfinished head until the rest comes, as long as it may still be short enough. */
  #hold(bytes: Uint8Array, limit: number): number {
    if (limit < bytes.length) this.#lose(`head larger than ${this.#maxHeadBytes} bytes`, this.#block.offset);
    else this.#block.hold(bytes, this.#base);
    return limit;
  }

  #enter(framing: Framing, offset: number): void {
    switch (framing.kind) {
      case 'none':
        return this.#finish(offset);
      case 'length':
      case 'chunked':
      case 'until-close':
        if (framing.kind === 'length' && framing.length === 0) return this.#finish(offset);
        this.#state = 'body';
        return this.#body.begin(framing);
      case 'tunnel':
        this.#state = 'tunnel';
        return this.#take({ type: 'tunnel', offset });
      case 'unknown':
        this.#lose(framing.problem, offset);
        // What follows begins a line: it may be the next message.
        return this.#await(offset);
    }
  }

  #readBody(bytes: Uint8Array, at: number): number {
    const { end, body, done, problem } = this.#body.read(bytes, at, this.#base);
    if (body) this.#take({ type: 'body', bytes: body });
    if (done) this.#finish(this.#base + end, done.trailers);
    if (problem !== undefined) this.#lose(problem, this.#base + end);
    return end;
  }

  #finish(offset: number, trailers?: readonly Header[]): void {
    this.#await(offset);
    this.#take(trailers && trailers.length > 0 ? { type: 'end', trailers } : END);
  }

  /** The rest of this line can't be read; a later one may begin a message. */
  #lose(reason: string, offset: number): void {
    const wasLost = this.#lost;
    this.#await(offset);
    this.#state = 'skip';
    this.#lost = true;
    if (!wasLost) this.#take({ type: 'malformed', reason, offset });
  }

  #skip(bytes: Uint8Array, at: number): number {
    const lineFeed = bytes.indexOf(LF, at);
    if (lineFeed < 0) return bytes.length;
    this.#await(this.#base + lineFeed + 1);
    return lineFeed + 1;
  }
}

export function requestReader(options?: ReaderOptions): HttpReader<RequestHead> {
  return new HttpReader({ grammar: REQUESTS, parse: parseRequestHead, framing: requestFraming }, options);
}

/** `requestMethod` tells the method of the request that the next answer belongs to. */
export function responseReader(requestMethod: () => string | undefined, options?: ReaderOptions): HttpReader<ResponseHead> {
  const framing = (head: ResponseHead) => responseFraming(head, requestMethod());
  return new HttpReader({ grammar: RESPONSES, parse: parseResponseHead, framing }, options);
}
