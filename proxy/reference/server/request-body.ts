import type { Framing } from '../../core/http/message.ts';
import type { RequestStream } from './request-stream.ts';

export interface RequestBodyOptions {
  readonly requests: RequestStream;
  readonly framing: Framing;
  /** Sends `100 Continue`; given when the client waits for it before it sends the body [RFC 9110 §10.1.1]. */
  readonly invite?: () => Promise<void>;
}

/** A request's body, asked for only when someone wants it. */
export class RequestBody implements AsyncIterable<Uint8Array> {
  readonly #requests: RequestStream;
  readonly #framing: Framing;
  #invite: (() => Promise<void>) | undefined;

  constructor({ requests, framing, invite }: RequestBodyOptions) {
    this.#requests = requests;
    this.#framing = framing;
    this.#invite = invite;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    await this.#invite?.();
    this.#invite = undefined;
    yield* this.#requests.body();
  }

  /**
   * Drops what is left, so that the next request can be read. `lost` when it can't be known whether a body comes, or
   * where it ends: the connection is of no use then.
   */
  async drop(): Promise<'in-step' | 'lost'> {
    const { kind } = this.#framing;
    if (this.#invite || (kind !== 'none' && kind !== 'length')) return 'lost';
    for await (const _chunk of this.#requests.body());
    return 'in-step';
  }
}
