import { createHash, type Hash } from 'node:crypto';
import type { ContentRange } from '../../core/bits/range.ts';
import type { Destination } from './destination.ts';
import { isOver, type State, type Step, step } from './machine.ts';
import type { PartialFile } from './partial-file.ts';
import { Refusal } from './refusal.ts';
import { Turns } from './turns.ts';

export interface SessionOptions {
  /** `digest`: a completed upload is answered with its name, size and SHA-256. */
  readonly reply: 'none' | 'digest';
  /** The biggest file that is taken, bytes. */
  readonly maxSize: bigint;
}

/** `gap`: the Fragment begins beyond the next byte. In any case `nextOffset` tells where to go on. */
export type FragmentOutcome = 'taken' | 'gap';

/** One upload, on the server. Its methods are called in a turn (`turns`), never two at once. */
export class UploadSession {
  readonly turns = new Turns();
  readonly id: string;
  readonly destination: Destination;
  readonly #file: PartialFile;
  readonly #options: SessionOptions;
  #state: State = 'RECEIVE_FRAGMENTS';
  #nextOffset = 0n;
  #total: bigint | undefined;
  /** Of the bytes before `nextOffset`; kept only for replies. */
  #hash: Hash | undefined;
  #reply: Uint8Array | undefined;

  constructor(id: string, destination: Destination, file: PartialFile, options: SessionOptions) {
    this.id = id;
    this.destination = destination;
    this.#file = file;
    this.#options = options;
    this.#hash = options.reply === 'digest' ? createHash('sha256') : undefined;
  }

  get over(): boolean {
    return isOver(this.#state);
  }

  /** All bytes are there and the reply is made. */
  get complete(): boolean {
    return this.#state === 'WAIT_FOR_CLOSE';
  }

  get nextOffset(): bigint {
    return this.#nextOffset;
  }

  /** The reply's bytes, from the last Fragment until the session ends. */
  get reply(): Uint8Array | undefined {
    return this.over ? undefined : this.#reply;
  }

  /**
   * Takes a Fragment whose body has the length that its range says. Bytes that are known stay as they are: only the new
   * tail is stored [DOC fragment]; [BUP §3.2.5.2.6] would answer 416. `body` is not touched where nothing is stored.
   * When it breaks off, it is as if the Fragment had never come.
   */
  async receive(range: ContentRange, body: AsyncIterable<Uint8Array>): Promise<FragmentOutcome> {
    this.#checkTotal(range.total);
    if (range.first > this.#nextOffset) return 'gap';
    if (range.last < this.#nextOffset) this.#step('fragment');
    else await this.#store(range, body);
    return 'taken';
  }

  /**
   * Close-Session: publishes the file at `target()`, which is asked only for a complete upload. When that fails the
   * session goes on, and the client may try again. A Close before the last Fragment ends it without a file: the docs
   * delete the part [DOC close-session], and saying so keeps the client from taking it for success.
   */
  async close(target: () => Promise<string>): Promise<void> {
    const { complete } = this;
    if (complete) await this.#file.publish(await target());
    this.#step('close-session');
    if (complete) return;
    await this.#file.remove();
    throw new Refusal('invalid-request', `Close-Session at byte ${this.#nextOffset} of ${this.#total ?? 'an unknown total'}`);
  }

  /** Ends the session without a file: on Cancel-Session, or after too long a silence. */
  async discard(by: 'cancel-session' | 'timed-out'): Promise<void> {
    this.#step(by);
    await this.#file.remove();
  }

  #checkTotal(total: bigint): void {
    if (total !== (this.#total ?? total)) throw new Refusal('invalid-request', 'the total length changed');
    if (total > this.#options.maxSize) throw new Refusal('too-large', `the file has ${total} bytes`);
  }

  async #store(range: ContentRange, body: AsyncIterable<Uint8Array>): Promise<void> {
    const hash = this.#hash?.copy();
    const fresh = withoutFirst(body, Number(this.#nextOffset - range.first));
    await this.#file.write(
      this.#nextOffset,
      observed(fresh, (chunk) => hash?.update(chunk)),
    );
    this.#hash = hash;
    this.#total = range.total;
    this.#nextOffset = range.last + 1n;
    if (this.#nextOffset < range.total) this.#step('fragment');
    else this.#notify(range.total);
  }

  /** NOTIFY: where IIS asks the application for a reply [BUP §3.2.5.1.2], ours says what it got. */
  #notify(total: bigint): void {
    this.#step('last-fragment');
    if (this.#hash) this.#reply = digestReply(this.destination, total, this.#hash.digest('hex'));
    this.#step('notified');
  }

  #step(by: Step): void {
    this.#state = step(this.#state, by);
  }
}

function digestReply(destination: Destination, total: bigint, sha256: string): Uint8Array {
  // A size beyond 2^53 would lose digits in JSON; `maxSize` is below that.
  return Buffer.from(`${JSON.stringify({ name: destination.join('/'), size: Number(total), sha256 })}\n`);
}

async function* withoutFirst(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
}

async function* observed(chunks: AsyncIterable<Uint8Array>, observe: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    observe(chunk);
    yield chunk;
  }
}
