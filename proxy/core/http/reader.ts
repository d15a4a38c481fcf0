import { ByteBuffer, headEnd, isLineEnd, lineEnd } from './byte-buffer.ts';
import { ChunkReader } from './chunked.ts';
import { requestFraming, responseFraming } from './framing.ts';
import { type Grammar, REQUESTS, RESPONSES } from './head.ts';
import { LostStretch, lineText } from './lost-stretch.ts';
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
  #state: State = 'start';
  #held = new ByteBuffer();
  /** Offset of the first held byte. */
  #heldFrom = 0;
  /** The held bytes were seen to begin a message. */
  #plausible = false;
  #remaining = 0;
  #chunks: ChunkReader | undefined;
  #lost: LostStretch | undefined;
  /** Where the bytes that are being read begin in the direction. */
  #base = 0;
  #events: ReaderEvent<Head>[] = [];

  constructor(grammar: Grammar<Head>, framingOf: (head: Head) => Framing, { maxHeadBytes = DEFAULT_MAX_HEAD_BYTES }: ReaderOptions = {}) {
    this.#grammar = grammar;
    this.#framingOf = framingOf;
    this.#maxHeadBytes = maxHeadBytes;
  }

  /** Bytes that were fed so far. */
  get position(): number {
    return this.#base;
  }

  /** Bytes of an unfinished head at the end of what was fed. */
  get pending(): number {
    return this.#state === 'start' ? this.#held.length : 0;
  }

  /** Between messages. */
  get idle(): boolean {
    return this.#state === 'start' && this.#held.length === 0;
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
    else if (this.pending > 0) this.#lose('the connection ended in the middle of a head', this.#heldFrom);
    return this.#events;
  }

  /** The other side agreed to leave HTTP (101, CONNECT). */
  enterTunnel(): void {
    this.#state = 'tunnel';
    this.#held.take();
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
    if (this.#held.length > 0) return this.#readHeldHead(bytes, at);
    if (isLineEnd(bytes[at])) return at + 1;
    const end = headEnd(bytes, at);
    if (end >= 0 && end - at <= this.#maxHeadBytes) {
      this.#takeHead(bytes.subarray(at, end), this.#base + at);
      return end;
    }
    this.#heldFrom = this.#base + at;
    this.#plausible = false;
    return this.#hold(bytes, at);
  }

  #readHeldHead(bytes: Uint8Array, at: number): number {
    const before = this.#held.length;
    // The empty line may have begun in the bytes that are held: up to three of its four are looked at again.
    const tail = this.#held.view().subarray(Math.max(0, before - 3));
    const seam = new Uint8Array([...tail, ...bytes.subarray(at, at + 3)]);
    const atSeam = headEnd(seam, 0);
    const end = atSeam >= 0 ? at + atSeam - tail.length : headEnd(bytes, at);
    if (end < 0 || before + end - at > this.#maxHeadBytes) return this.#hold(bytes, at);
    this.#held.append(bytes.subarray(at, end));
    this.#takeHead(this.#held.take(), this.#heldFrom);
    return end;
  }

  /** Keeps what may become a head; what can't is lost at once. */
  #hold(bytes: Uint8Array, at: number): number {
    const room = this.#maxHeadBytes + 1 - this.#held.length;
    const end = Math.min(bytes.length, at + room);
    this.#held.append(bytes.subarray(at, end));
    const problem = this.#problemSoFar();
    if (problem !== undefined) this.#loseHeld(problem);
    return end;
  }

  #problemSoFar(): string | undefined {
    const held = this.#held.view();
    if (!this.#plausible) {
      const problem = this.#firstLineProblem(held);
      if (problem !== undefined) return problem;
    }
    return held.length > this.#maxHeadBytes ? `head larger than ${this.#maxHeadBytes} bytes` : undefined;
  }

  #firstLineProblem(held: Uint8Array): string | undefined {
    const problem = this.#grammar.impossible(held);
    if (problem !== undefined) return problem;
    const end = lineEnd(held, 0);
    if (end < 0) return undefined;
    this.#plausible = true;
    return this.#grammar.begins(lineText(held.subarray(0, end))) ? undefined : this.#notAStart(held, end);
  }

  #notAStart(held: Uint8Array, end: number): string | undefined {
    const parsed = this.#grammar.parse(held.subarray(0, end), this.#heldFrom);
    return 'problem' in parsed ? parsed.problem : undefined;
  }

  /** A whole head; one that can't be read is gone through for the next message. */
  #takeHead(raw: Uint8Array, offset: number): void {
    const problem = this.#grammar.impossible(raw);
    const head = problem === undefined ? this.#grammar.parse(raw, offset) : { problem };
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

  #loseHeld(problem: string): void {
    const offset = this.#heldFrom;
    const held = this.#held.take();
    this.#lose(problem, offset);
    this.#reread(held, offset);
  }

  /** From here on nothing can be read: neither the rest of this line, nor what is held. */
  #lose(reason: string, offset: number, from: 'in-line' | 'line-start' = 'in-line'): void {
    this.#held.take();
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
    this.#heldFrom = this.#base + end - line.length;
    this.#held.append(line);
    this.#plausible = true;
    this.#events.push({ type: 'resumed', offset: this.#heldFrom });
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
