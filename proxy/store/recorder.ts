import { BrokenConnections } from '../core/broken-connections.ts';
import { RecordingEncoder } from '../core/capture/recording-encoder.ts';
import type { BodyStretches } from '../core/http/body-stretches.ts';
import type { MarkChange } from '../core/mark.ts';
import type { Direction, RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';
import type { RecordingStatus } from '../core/recording-status.ts';
import type { TimelineEvent } from '../core/timeline.ts';
import type { WireEvent } from '../core/wire.ts';
import { VERSION } from '../version.ts';
import { FindingComments } from './finding-comments.ts';
import { IndexedBytes, type ReadableFile } from './indexed-bytes.ts';
import { keptPieces } from './kept-pieces.ts';
import { RecordedMarks } from './recorded-marks.ts';
import * as news from './recording-news.ts';
import { type PartsSettings, RecordingParts } from './recording-parts.ts';
import { Share } from './share.ts';
import { type PlacedStretch, StreamIndex } from './stream-index.ts';

export interface RecorderSettings extends PartsSettings {
  /** Bytes of each body that are kept. */
  readonly maxBodyBytes: number;
  /** That wait in memory for the disk: beyond it bodies are cut, beyond twice as many nothing is kept. */
  readonly maxWaitingBytes: number;
  readonly redact: boolean;
}

type Bytes = Extract<WireEvent, { readonly type: 'data' }>;

/** So many stretches can be found again, of forty bytes each; when there are more, an eighth of them is forgotten. */
const INDEX_STEP = 250_000;
const INDEX_STEPS = 8;
/** From so many bytes on it costs less to keep the memory that they came in for some milliseconds than to copy them. */
const UNCOPIED = 16 * 1024;
const FLUSH_BYTES = 256 * 1024;
const FLUSH_MS = 100;
/** How long the disk may take when all is over, ms: Ctrl-C waits two seconds for everything. */
const CLOSE_MS = 1_000;

/**
 * Records what is seen, as pcapng, and later than it is seen: nobody waits for the disk. Few bytes are copied, many stay where they
 * are, and must not change, until they are written. Nothing that goes wrong here, with the disk or with us, is told by an exception.
 */
export class Recorder implements RecordedBytes {
  readonly #settings: RecorderSettings;
  readonly #flushBytes: number;
  readonly #encoder: RecordingEncoder;
  readonly #parts: RecordingParts;
  readonly #index = new StreamIndex();
  readonly #bytes: IndexedBytes;
  readonly #comments: FindingComments;
  readonly #marks: RecordedMarks;
  readonly #broken = new BrokenConnections();
  readonly #share: Share;
  #beyondMaxBody = 0;
  /** Where in its file the encoder began, and how much was written since. */
  #base = 0;
  #flushed = 0;
  #indexed = 0;
  readonly #indexMarks: number[] = [];
  /** When the last event was seen, and the first that is in no part yet. */
  #at = 0;
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #bugTold = false;
  #closed = false;

  constructor(settings: RecorderSettings) {
    this.#settings = settings;
    this.#share = new Share(settings.maxWaitingBytes, settings.tell);
    this.#parts = new RecordingParts(settings, {
      wrote: (batches) => {
        for (const written of batches) this.#encoder.giveBack(written);
        this.#weigh();
      },
      forgotten: (before) => this.#index.forgetBefore(before),
      begunAnew: () => this.#begin(),
    });
    this.#flushBytes = Math.min(FLUSH_BYTES, settings.maxWaitingBytes / 4, this.#parts.partBytes / 4);
    this.#encoder = new RecordingEncoder({
      application: `bitstap ${VERSION}`,
      placed: (lies) => this.#place(lies),
      redact: settings.redact,
      uncopied: UNCOPIED,
    });
    this.#bytes = new IndexedBytes(this.#index, (file) => this.#readable(file));
    this.#marks = new RecordedMarks(this.#encoder, settings.tell);
    this.#comments = new FindingComments((connection, at, text) => this.#encoder.comment(connection, at, text));
  }

  /** Makes the file. Rejects with the error of the system. */
  async create(how: 'new' | 'replace'): Promise<void> {
    await this.#parts.create(how);
    this.#begin();
  }

  /** `take` needs to know which bytes are body. */
  get wantsBodies(): boolean {
    return this.#share.now !== 'all' || this.#settings.maxBodyBytes !== Number.POSITIVE_INFINITY;
  }

  get status(): RecordingStatus {
    const { now, cut, lost } = this.#share;
    return { ...this.#parts.status, share: now, beyondMaxBody: this.#beyondMaxBody, cutBytes: cut.total, lostBytes: lost.total };
  }

  /** What was seen, after it was analysed; `bodies` found what is body in it. */
  take(event: WireEvent, bodies?: BodyStretches): void {
    if (this.#closed || this.#broken.has(event)) return;
    this.#at = event.at;
    this.#since ??= event.at;
    try {
      if (event.type === 'data') this.#takeBytes(event, bodies);
      else this.#encoder.take(event);
    } catch (error) {
      this.#fail(error, event);
    }
    this.#flushSoon();
  }

  /** What became of it in the timeline. */
  told(events: readonly TimelineEvent[]): void {
    this.#remark(() => this.#comments.take(events));
  }

  /** Somebody marked something that was said on this connection. */
  mark(change: MarkChange, connection: string | undefined): void {
    this.#remark(() => this.#marks.take(change, connection));
  }

  read(connection: string, from: Direction, start: number, end: number): AsyncIterable<RecordedPiece> {
    return this.#bytes.read(connection, from, start, end);
  }

  /** Resolves when all that was taken is in the files, or can't be written for now. */
  async flush(): Promise<void> {
    this.#flush();
    await this.#parts.settle();
  }

  /** Resolves when all is written that can be. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#flush();
    this.#closed = true;
    const missing = await this.#parts.close(CLOSE_MS);
    if (missing === 0) this.#share.tellLeftOut();
    if (missing > 0) this.#settings.tell(news.incomplete(missing));
  }

  #remark(write: () => void): void {
    if (this.#closed) return;
    try {
      write();
    } catch (error) {
      this.#fail(error);
    }
    this.#flushSoon();
  }

  #takeBytes(event: Bytes, bodies: BodyStretches | undefined): void {
    if (this.#share.now === 'nothing') {
      this.#encoder.take(event, 0);
      this.#share.lost.add(event.bytes.length, event.at);
    } else if (!bodies || bodies.found.length === 0) this.#encoder.take(event);
    else this.#takeCut(event, bodies);
  }

  #takeCut(event: Bytes, bodies: BodyStretches): void {
    const { now, cut } = this.#share;
    const max = now === 'heads' ? 0 : this.#settings.maxBodyBytes;
    for (const { bytes, kept } of keptPieces(event.bytes, bodies.found, max)) {
      this.#encoder.take({ ...event, bytes }, kept);
      if (now === 'heads') cut.add(bytes.length - kept, event.at);
      else this.#beyondMaxBody += bytes.length - kept;
    }
  }

  /** With every packet: spreads would cost more than all else here. */
  #place({ connection, from, at, start, length, place }: Omit<PlacedStretch, 'file'>): void {
    const file = this.#parts.current.number;
    this.#index.add({ connection, from, at, start, length, file, place: place === undefined ? undefined : place + this.#base });
    this.#indexed += 1;
    if (this.#indexed % INDEX_STEP === 0) this.#boundIndex(at);
  }

  #boundIndex(at: number): void {
    this.#indexMarks.push(at);
    if (this.#indexMarks.length <= INDEX_STEPS) return;
    const before = this.#indexMarks.shift() ?? 0;
    this.#index.forgetBefore(before);
    this.#settings.tell(news.unindexed(before));
  }

  /** What it has to find may still be with the encoder. */
  #readable(file: number): ReadableFile | undefined {
    this.#flush();
    return this.#parts.find(file);
  }

  #flushSoon(): void {
    const length = this.#encoder.length - this.#flushed;
    if (length >= this.#flushBytes) this.#flush();
    else if (length > 0) this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed || this.#encoder.length === this.#flushed) return;
    this.#store();
    this.#weigh();
    if (this.#parts.current.length < this.#parts.partBytes) return;
    this.#parts.next();
    this.#begin();
  }

  #store(): void {
    const written = this.#encoder.flush();
    this.#flushed += written.length;
    if (this.#share.now === 'nothing') this.#encoder.giveBack(written);
    else this.#parts.add(written, this.#since, this.#at);
    this.#since = undefined;
  }

  /** A new beginning, behind what is in the part. What is encoded for another place is not kept. */
  #begin(): void {
    this.#encoder.flush();
    this.#base = this.#parts.current.length;
    this.#flushed = 0;
    this.#encoder.begin();
    this.#marks.repeat(this.#parts.partBytes / 4);
    this.#store();
  }

  /** Behind a pause the file needs a new beginning: who reads on must know which connections there are, and how far they are. */
  #weigh(): void {
    if (this.#share.weigh(this.#parts.waiting, this.#at) === 'resumed') this.#begin();
  }

  /** Our own bug: there may be half a block now, so the file begins anew behind the last whole one. */
  #fail(error: unknown, event?: WireEvent): void {
    this.#broken.add(event);
    if (!this.#bugTold) this.#settings.tell(news.ourBug(error));
    this.#bugTold = true;
    this.#begin();
  }
}
