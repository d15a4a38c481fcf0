import { setTimeout as delay } from 'node:timers/promises';
import type { FragmentAck } from '../../core/bits/packet.ts';
import type { AckFields } from '../../core/bits/packets/ack-fields.ts';
import { resolveReplyUrl } from '../../core/bits/reply.ts';
import { ProxyError } from '../../errors.ts';
import { BitsConnection, type FragmentToSend } from './connection.ts';
import { describe } from './describe-answer.ts';

export interface SampleUploadOptions {
  readonly url: URL;
  readonly proxy?: URL;
  readonly pauseMs: number;
  /** How many fragments the file has. */
  readonly fragments: number;
}

const FRAGMENT_BYTES = 128 * 1024;

/** An upload that is done step by step, faults included: the file is made up, in memory. */
export class SampleUpload {
  readonly #connection: BitsConnection;
  readonly #options: SampleUploadOptions;
  readonly #file: Uint8Array;
  #sessionId = '';
  #offset = 0;
  #replyUrl: string | undefined;

  constructor(options: SampleUploadOptions) {
    this.#options = options;
    this.#connection = new BitsConnection(options);
    this.#file = Buffer.alloc(options.fragments * FRAGMENT_BYTES, 'bitstap sample upload. ');
  }

  async begin(): Promise<void> {
    accepted(await this.#connection.ping());
    await this.#pause();
    const { sessionId } = accepted(await this.#connection.createSession());
    if (!sessionId) throw new ProxyError('upload-failed', 'The samples cannot be sent: the server named no session.');
    this.#sessionId = sessionId;
  }

  /** Sends fragments until the server has the first `fragments` of the file. */
  async sendTo(fragments: number): Promise<void> {
    while (this.#offset < fragments * FRAGMENT_BYTES) {
      const before = this.#offset;
      this.#obey(accepted(await this.#send(before)));
      if (this.#offset <= before) throw new ProxyError('upload-failed', `The samples cannot be sent: the server stays at byte ${before}.`);
    }
  }

  /**
   * Cuts the connection in the middle of a Fragment and, on a new one, goes on after the last byte that was sent. The
   * server has thrown the part away, and says with 416 where to go on.
   */
  async breakOffAndGuess(): Promise<void> {
    const half = FRAGMENT_BYTES / 2;
    const fragment = this.#fragmentAt(this.#offset);
    await this.#pause();
    await this.#connection.cutFragment(fragment, this.#file.subarray(this.#offset, this.#offset + half));
    await this.#pause();
    accepted(await this.#connection.ping());
    this.#obey(await this.#send(this.#offset + half));
  }

  /** Downloads the reply, which Close-Session would delete. */
  async fetchReply(): Promise<void> {
    const href = resolveReplyUrl(this.#replyUrl ?? '', this.#options.url.href);
    if (href === undefined) throw new ProxyError('upload-failed', 'The samples cannot be sent: the server gives no replies.');
    await this.#pause();
    await this.#connection.download(new URL(href), 0);
  }

  /** Whatever the answer: a Close-Session that comes too early is refused. */
  async close(): Promise<void> {
    await this.#pause();
    await this.#connection.closeSession(this.#sessionId);
  }

  end(): void {
    this.#connection.reset();
  }

  async #send(first: number): Promise<FragmentAck> {
    await this.#pause();
    const fragment = this.#fragmentAt(first);
    return this.#connection.fragment(fragment, [this.#file.subarray(first, Number(fragment.range.last) + 1)]);
  }

  #fragmentAt(first: number): FragmentToSend {
    const total = this.#file.length;
    const last = Math.min(first + FRAGMENT_BYTES, total) - 1;
    return { sessionId: this.#sessionId, range: { first: BigInt(first), last: BigInt(last), total: BigInt(total) } };
  }

  #obey({ nextOffset, replyUrl }: FragmentAck): void {
    this.#offset = Number(nextOffset ?? 0n);
    this.#replyUrl = replyUrl;
  }

  async #pause(): Promise<void> {
    await delay(this.#options.pauseMs);
  }
}

function accepted<A extends AckFields>(ack: A): A {
  if (ack.status !== 200) throw new ProxyError('upload-refused', `The samples cannot be sent: the server answers ${describe(ack)}.`);
  return ack;
}
