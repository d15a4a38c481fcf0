import { judge } from '../../core/bits/judge-ack.ts';
import type { FragmentAck } from '../../core/bits/packet.ts';
import type { ContentRange } from '../../core/bits/range.ts';
import { ProxyError } from '../../errors.ts';
import type { BitsConnection } from './connection.ts';
import { type Delivery, refused } from './delivery.ts';

import { contentNameOf } from './packets.ts';
import type { Patience } from './patience.ts';
import type { SourceFile } from './source-file.ts';

/** Windows does not go below [BUP <10>]. */
const SMALLEST_FRAGMENT = 5 * 1024;

export interface FragmentsOptions {
  readonly source: SourceFile;
  readonly connection: BitsConnection;
  readonly delivery: Delivery;
  readonly patience: Patience;
  /** Bytes in a Fragment, to begin with. */
  readonly size: number;
  readonly onAcknowledged: (nextOffset: bigint) => void;
}

/** The FRAGMENT state [BUP §3.1.5.1.4]: sends what the server wants next, until it has all. */
export class Fragments {
  readonly #options: FragmentsOptions;
  #size: number;
  #accepted = 0;

  constructor(options: FragmentsOptions) {
    this.#options = options;
    this.#size = options.size;
  }

  /** Fragments that were accepted, in all sessions. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Sends the whole file, and gives the Ack that completed it. */
  async send(sessionId: string): Promise<FragmentAck> {
    let offset = 0n;
    let sentTo = 0n;
    let reached = 0n;
    for (;;) {
      const range = this.#rangeAt(offset);
      sentTo = max(sentTo, range.last + 1n);
      const ack = await this.#deliver(sessionId, range);
      if (judge(ack) === 'shrink') this.#shrink(range, ack);
      else {
        const next = nextOffset(ack, range, sentTo);
        this.#options.onAcknowledged(next);
        if (next === range.total) return ack;
        await this.#weigh(next, offset, reached);
        reached = max(reached, next);
        offset = next;
      }
    }
  }

  #rangeAt(first: bigint): ContentRange {
    const total = this.#options.source.size;
    const end = first + BigInt(this.#size);
    return { first, last: (end < total ? end : total) - 1n, total };
  }

  async #deliver(sessionId: string, range: ContentRange): Promise<FragmentAck> {
    const { source, connection, delivery } = this.#options;
    const contentName = contentNameOf(source.name);
    const fragment = { sessionId, range, ...(contentName !== undefined && { contentName }) };
    const ack = await delivery.settle(nameOf(range), async () => {
      await source.checkUnchanged();
      return connection.fragment(fragment, source.read(range.first, range.last));
    });
    if (judge(ack) === 'accepted') this.#accepted += 1;
    return ack;
  }

  #shrink(range: ContentRange, ack: FragmentAck): void {
    if (this.#size <= SMALLEST_FRAGMENT) throw refused(nameOf(range), ack);
    this.#size = Math.max(SMALLEST_FRAGMENT, Math.floor(this.#size / 2));
  }

  /** Going back is the server's right [BUP §2.2.6], but not for ever. */
  async #weigh(next: bigint, before: bigint, reached: bigint): Promise<void> {
    if (next > reached) this.#options.patience.restore();
    else if (next <= before) await this.#options.patience.wait(`the server keeps asking for byte ${next}`);
  }
}

/** Where the server wants to go on: its word counts, also inside of what was just sent, or before [BUP §2.2.7.2]. */
function nextOffset(ack: FragmentAck, range: ContentRange, sentTo: bigint): bigint {
  const isLast = range.last + 1n === range.total;
  // The one that completes the upload is clear without the offset, and some servers leave it out there.
  const next = ack.nextOffset ?? (isLast && judge(ack) === 'accepted' ? range.total : undefined);
  if (next === undefined) throw new ProxyError('upload-failed', `The server's answer to ${nameOf(range)} does not say which byte is next.`);
  if (next > sentTo) throw new ProxyError('upload-failed', `The server asks for byte ${next} after ${nameOf(range)}: it skips bytes.`);
  return next;
}

function nameOf({ first, last }: ContentRange): string {
  return `Fragment ${first}-${last}`;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
