import { ByteBuffer } from '../http/byte-buffer.ts';
import type { WireEvent } from '../wire.ts';
import { type CaptureOptions, DEFAULTS } from './capture-options.ts';
import { beginCounts, type CaptureCounts, type CaptureSummary } from './capture-summary.ts';
import { Conversations } from './conversations.ts';
import { formatOf, RECOGNISED_BY, refusalOf } from './formats.ts';
import type { CaptureFaultCode, CaptureSource } from './frame.ts';
import { Notices } from './notices.ts';

/**
 * Reads a packet capture: its bytes in any pieces in, what was said on its HTTP connections out, as live traffic is told.
 * What people must know about the capture itself comes as `fault` events (`CaptureFaultCode`). It never throws on what is
 * in the file, and what it keeps does not grow with the file.
 */
export class CaptureReader {
  readonly #counts: CaptureCounts = beginCounts();
  readonly #notices: Notices;
  readonly #conversations: Conversations;
  readonly #first = new ByteBuffer();
  #source: CaptureSource | undefined;
  #lastAt = 0;
  #state: 'reading' | 'stopped' | 'ended' = 'reading';

  /** `take` gets the events as they come; the bytes in one are valid only during that call. */
  constructor(take: (event: WireEvent) => void, options: CaptureOptions = {}) {
    const { maxHeldBytes, maxHeldBytesInAll, maxUnknownBytes, maxConnections, nextConnection } = { ...DEFAULTS, ...options };
    this.#notices = new Notices(take, this.#counts);
    const held = { used: 0, max: maxHeldBytesInAll, maxOfOne: maxHeldBytes };
    const context = { take, counts: this.#counts, notices: this.#notices, held, maxUnknownBytes, nextConnection };
    this.#conversations = new Conversations(context, maxConnections);
  }

  /** Grows as the capture is read. */
  get summary(): CaptureSummary {
    return this.#counts;
  }

  /** The rest of the file can't be read; there was a fault that says why. */
  get stopped(): boolean {
    return this.#state === 'stopped';
  }

  feed(bytes: Uint8Array): void {
    this.#counts.bytes += bytes.length;
    if (this.#state !== 'reading') return;
    if (this.#source) return this.#source.feed(bytes);
    this.#first.append(bytes);
    if (this.#first.length >= RECOGNISED_BY) this.#begin();
  }

  /** The file ends. Connections that are still open are not closed: the capture does not tell. */
  end(): void {
    if (this.#state === 'reading' && !this.#source) this.#begin();
    if (this.#state === 'reading') this.#source?.end();
    if (this.#state !== 'ended') this.#conversations.end();
    this.#state = 'ended';
  }

  #begin(): void {
    const first = this.#first.take();
    const format = formatOf(first);
    if (!format) return this.#stop('capture-format', refusalOf(first));
    this.#counts.format = format.name;
    this.#source = format.open({
      frame: (frame) => {
        this.#lastAt = frame.at;
        this.#conversations.take(frame);
      },
      stop: (code, problem, offset) =>
        this.#stop(code, `At byte ${offset} of the file: ${problem}. The ${this.#counts.frames} frames in front of it were read.`),
    });
    this.#source.feed(first);
  }

  #stop(code: CaptureFaultCode, message: string): void {
    this.#state = 'stopped';
    this.#notices.tell(code, '', this.#lastAt, () => message);
  }
}
