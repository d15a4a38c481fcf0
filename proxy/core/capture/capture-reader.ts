import type { WireEvent } from '../wire.ts';
import { type CaptureLimits, type CaptureOptions, DEFAULTS } from './capture-options.ts';
import { beginCounts, type CaptureCounts, type CaptureSummary } from './capture-summary.ts';
import { Conversations } from './conversations.ts';
import type { FormatTarget } from './format-target.ts';
import { formatOf, RECOGNISED_BY, RECOGNISED_FROM, refusalOf } from './formats.ts';
import type { CaptureFaultCode, CaptureSource } from './frame.ts';
import { Notices } from './notices.ts';
import { ToldEvents } from './told-events.ts';

/**
 * Reads a capture: its bytes in any pieces in, what was said on its HTTP connections out, as live traffic is told; also of
 * files without packets, where some of it has to be made up. What people must know about the capture itself comes as `fault` events (`CaptureFaultCode`). It never throws on what is
 * in the file, and what it keeps does not grow with the file.
 */
export class CaptureReader {
  readonly #counts: CaptureCounts = beginCounts();
  readonly #notices: Notices;
  readonly #conversations: Conversations;
  readonly #limits: CaptureLimits;
  readonly #told: ToldEvents;
  #first = new Uint8Array(0);
  #source: CaptureSource | undefined;
  #lastAt = 0;
  #state: 'reading' | 'stopped' | 'ended' = 'reading';

  /** `take` gets the events as they come; the bytes in one are valid only during that call. */
  constructor(take: (event: WireEvent) => void, options: CaptureOptions = {}) {
    const { nextConnection, onMark, ...limits } = { ...DEFAULTS, ...options };
    const { maxHeldBytes, maxHeldBytesInAll, maxUnknownBytes, maxConnections } = limits;
    this.#limits = limits;
    this.#told = new ToldEvents(take, this.#counts, nextConnection);
    this.#notices = new Notices(take, this.#counts);
    const held = { used: 0, max: maxHeldBytesInAll, maxOfOne: maxHeldBytes };
    const context = { take, counts: this.#counts, notices: this.#notices, held, maxUnknownBytes, nextConnection, onMark };
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
    this.#first = joined(this.#first, bytes);
    const { length } = this.#first;
    if (length >= RECOGNISED_BY || (length >= RECOGNISED_FROM && formatOf(this.#first))) this.#begin();
  }

  /** The file ends. Connections that are still open are not closed: the capture does not tell. */
  end(): void {
    if (this.#state === 'reading' && !this.#source) this.#begin();
    if (this.#state === 'reading') this.#source?.end();
    if (this.#state !== 'ended') this.#conversations.end();
    this.#state = 'ended';
  }

  #begin(): void {
    const first = this.#first;
    const format = formatOf(first);
    if (!format) return this.#stop('capture-format', refusalOf(first));
    this.#counts.format = format.name;
    this.#source = format.open(this.#target());
    this.#source.feed(first);
  }

  #target(): FormatTarget {
    return {
      frame: (frame) => {
        this.#lastAt = frame.at;
        this.#conversations.take(frame);
      },
      event: (event) => {
        this.#lastAt = event.at;
        this.#told.take(event);
      },
      tell: (code, about, message) => this.#notices.tell(code, about, this.#lastAt, message),
      stop: (code, problem, offset) => this.#stop(code, `${placeOf(code, offset)}${problem}. ${this.#before()}`),
      limits: this.#limits,
    };
  }

  #before(): string {
    const { frames, connections } = this.#counts;
    if (frames > 0) return `The ${frames} frames in front of it were read.`;
    return connections > 0 ? 'What stands in front of it was read.' : 'Nothing was read in front of it.';
  }

  #stop(code: CaptureFaultCode, message: string): void {
    this.#state = 'stopped';
    this.#notices.tell(code, '', this.#lastAt, () => message);
  }
}

/** A file of another kind is that from its first byte on. */
function placeOf(code: CaptureFaultCode, offset: number): string {
  return code === 'capture-format' ? '' : `At byte ${offset} of the file: `;
}

function joined(first: Uint8Array, more: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + more.length);
  both.set(first);
  both.set(more, first.length);
  return both;
}
