import { open } from 'node:fs/promises';
import { STANDARD_INPUT } from '../captures/find-captures.ts';
import { type OnRead, readCapture } from '../captures/read-capture.ts';
import { CaptureReader } from '../core/capture/capture-reader.ts';
import type { MarkChange } from '../core/mark.ts';
import type { Direction, RecordedBytes } from '../core/recorded-bytes.ts';
import type { WireEvent } from '../core/wire.ts';
import { ProxyError } from '../errors.ts';
import { IndexedBytes, type ReadableFile } from './indexed-bytes.ts';
import { Spool } from './spool.ts';
import { StreamIndex } from './stream-index.ts';

interface OpenFile extends ReadableFile {
  close(): Promise<void>;
}

export interface ReadingOptions {
  readonly onRead?: OnRead | undefined;
  /** Gets what is marked in the capture. */
  readonly onMark?: (change: MarkChange) => void;
}

/** What a capture says of itself when the rest of it can't be read. */
const UNREADABLE: ReadonlySet<string> = new Set(['capture-format', 'capture-malformed']);

/** Why the rest of a capture can't be read, if that is what it says. */
export function refusalIn(event: WireEvent): string | undefined {
  return event.type === 'fault' && UNREADABLE.has(event.code) ? event.message : undefined;
}

/** Captures that are read once, as they happened, and of which every byte can be read again. */
export class CaptureStore {
  readonly bytes: RecordedBytes;
  readonly #index = new StreamIndex();
  readonly #files: OpenFile[] = [];
  /** How much was said so far on connections that are open, each way. */
  readonly #said = new Map<string, Record<Direction, number>>();
  #spool: { readonly file: number; readonly spool: Spool } | undefined;
  #connections = 0;

  constructor() {
    this.bytes = new IndexedBytes(this.#index, (file) => this.#files[file]);
  }

  /**
   * Reads a file, or standard input, to its end. `take` gets what was said, in connections that no other file has; the bytes
   * are valid during the call. Gives why not all of it could be read, if so. Rejects with ProxyError where it can't be opened.
   */
  async read(
    file: string,
    take: (event: WireEvent) => void,
    { onRead = () => {}, onMark }: ReadingOptions = {},
  ): Promise<string | undefined> {
    const remember = await this.add(file);
    let refused: string | undefined;
    const keep = (event: WireEvent) => {
      refused ??= refusalIn(event);
      remember(event);
      take(event);
    };
    const reader = new CaptureReader(keep, { nextConnection: () => this.#nextConnection(), ...(onMark && { onMark }) });
    await readCapture(file, reader, onRead);
    reader.end();
    return refused;
  }

  /** Gives who remembers where the bytes of a file lie, when it is told all that was said in it, in order. */
  async add(file: string): Promise<(event: WireEvent) => void> {
    const number = file === STANDARD_INPUT ? undefined : await this.#open(file);
    this.#spool ??= await this.#beginSpool();
    return (event) => this.#remember(event, number);
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()));
  }

  #nextConnection(): string {
    this.#connections += 1;
    return `c${this.#connections}`;
  }

  #remember(event: WireEvent, file: number | undefined): void {
    if (event.type === 'closed') this.#said.delete(event.connection);
    if (event.type !== 'data' && event.type !== 'gap') return;
    const { connection, at } = event;
    const from = event.from === 'client' ? 'client' : 'server';
    const said = this.#saidOn(connection);
    const length = event.type === 'gap' ? event.bytes : event.bytes.length;
    const lies = event.type === 'gap' ? NOWHERE : this.#placeOf(event, file);
    this.#index.add({ connection, from, at, start: said[from], length, ...lies });
    said[from] += length;
  }

  #saidOn(connection: string): Record<Direction, number> {
    const known = this.#said.get(connection);
    if (known) return known;
    const said = { client: 0, server: 0 };
    this.#said.set(connection, said);
    return said;
  }

  /** Where the format says that the bytes stand in the file; else they are put where they can be found again. */
  #placeOf({ bytes, place }: Extract<WireEvent, { readonly type: 'data' }>, file: number | undefined) {
    if (place !== undefined && file !== undefined) return { file, place };
    if (!this.#spool) return NOWHERE;
    return { file: this.#spool.file, place: this.#spool.spool.append(bytes) };
  }

  async #open(file: string): Promise<number> {
    try {
      return this.#files.push(await open(file)) - 1;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ProxyError('file-unreadable', `${file} can't be read: ${reason}.`, { cause: error });
    }
  }

  async #beginSpool() {
    const spool = await Spool.create();
    return { spool, file: this.#files.push(spool) - 1 };
  }
}

const NOWHERE = { file: 0, place: undefined };
