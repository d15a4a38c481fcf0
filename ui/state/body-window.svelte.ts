import { createContext, untrack } from 'svelte';

export type BodyOf = 'request' | 'response';

/** A stretch of a body as the dashboard gave it. */
export interface BodyPart {
  readonly bytes: Uint8Array;
  /** What of it was not recorded, by its place in the body; the end exclusive. In `bytes` it is zeros. */
  readonly missing: readonly Missing[];
}

export interface Missing {
  readonly start: number;
  readonly end: number;
}

/** Where bodies come from: the dashboard, or a file. */
export interface BodySource {
  /** Bytes `[start, end)` of a body without chunk sizes; nothing where none of it was recorded. Rejects where it can't be had. */
  read(exchange: string, of: BodyOf, start: number, end: number, signal: AbortSignal): Promise<BodyPart | undefined>;
  /** Where the whole body can be saved from, if anywhere. */
  address(exchange: string, of: BodyOf): string | undefined;
  /** What is said of bytes that are not here; else that they were not recorded. */
  readonly absent?: 'not in this copy';
}

/** So much is fetched at once, from a multiple of it on; bytes. */
export const WINDOW = 64 * 1024;
/** So many are kept: what was looked at longest ago goes first. */
const KEPT = 16;
/** A reader that scrolls fast passes over windows: what was asked for longest ago is given up. */
const AT_ONCE = 4;

type Held =
  | { readonly state: 'loading'; readonly abort: AbortController }
  | { readonly state: 'here'; readonly part: BodyPart }
  | { readonly state: 'failed'; readonly reason: string };

/** `unrecorded`: nothing of the body was kept. */
export type WindowState = 'loading' | 'here' | 'failed' | 'unrecorded';

/** One body, of which only what is looked at is fetched. */
export class BodyWindow {
  readonly length: number;
  readonly address: string | undefined;
  readonly #read: (start: number, end: number, signal: AbortSignal) => Promise<BodyPart | undefined>;
  readonly #held = new Map<number, Held>();
  #changes = $state(0);
  #isUnrecorded = $state(false);

  constructor(source: BodySource, exchange: string, of: BodyOf, length: number) {
    this.length = length;
    this.address = source.address(exchange, of);
    this.#read = (start, end, signal) => source.read(exchange, of, start, end, signal);
  }

  /** Asks for the windows that have a part in `[start, end)`; what is there is not asked for again. */
  look(start: number, end: number): void {
    if (this.#isUnrecorded) return;
    for (let at = windowOf(start); at < Math.min(end, this.length); at += WINDOW) if (!this.#held.has(at)) this.#fetch(at);
  }

  /** A byte; nothing while it is not here, or where it was not recorded. */
  byteAt(offset: number): number | undefined {
    void this.#changes;
    const held = this.#held.get(windowOf(offset));
    if (held?.state !== 'here' || isIn(held.part.missing, offset)) return undefined;
    return held.part.bytes[offset - windowOf(offset)];
  }

  stateAt(offset: number): WindowState {
    void this.#changes;
    if (this.#isUnrecorded) return 'unrecorded';
    return this.#held.get(windowOf(offset))?.state ?? 'loading';
  }

  /** Whether some of what is here was not recorded. */
  get hasMissing(): boolean {
    void this.#changes;
    return [...this.#held.values()].some((held) => held.state === 'here' && held.part.missing.length > 0);
  }

  /** Why the last one that failed did. */
  get failure(): string | undefined {
    void this.#changes;
    return [...this.#held.values()].findLast((held) => held.state === 'failed')?.reason;
  }

  /** Tries again what failed. */
  retry(): void {
    for (const [at, held] of this.#held) if (held.state === 'failed') this.#fetch(at);
  }

  /** Bytes `[start, end)`, all that is here of them in one piece from the start; for copying. */
  slice(start: number, end: number): Uint8Array {
    const bytes: number[] = [];
    for (let at = start; at < end; at += 1) {
      const byte = this.byteAt(at);
      if (byte === undefined) break;
      bytes.push(byte);
    }
    return Uint8Array.from(bytes);
  }

  /** Nobody looks any more. */
  close(): void {
    for (const held of this.#held.values()) if (held.state === 'loading') held.abort.abort();
    this.#held.clear();
  }

  #fetch(at: number): void {
    const abort = new AbortController();
    this.#keep(at, { state: 'loading', abort });
    this.#makeRoom();
    void this.#take(at, abort);
  }

  async #take(at: number, abort: AbortController): Promise<void> {
    const held = await this.#ask(at, abort.signal);
    if (abort.signal.aborted) return;
    if (held) this.#keep(at, held);
    else this.#isUnrecorded = true;
  }

  async #ask(at: number, signal: AbortSignal): Promise<Held | undefined> {
    try {
      const part = await this.#read(at, Math.min(at + WINDOW, this.length), signal);
      return part && { state: 'here', part };
    } catch (error) {
      // The network, or what the dashboard says of it; an abort of our own is looked at by who called.
      return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #keep(at: number, held: Held): void {
    this.#held.delete(at);
    this.#held.set(at, held);
    // Whoever asks in an effect must not wait for its own question.
    this.#changes = untrack(() => this.#changes) + 1;
  }

  #makeRoom(): void {
    const loading = [...this.#held].filter(([, { state }]) => state === 'loading');
    for (const [at] of loading.slice(0, Math.max(0, loading.length - AT_ONCE))) this.#drop(at);
    for (const at of [...this.#held.keys()].slice(0, Math.max(0, this.#held.size - KEPT))) this.#drop(at);
  }

  #drop(at: number): void {
    const held = this.#held.get(at);
    if (held?.state === 'loading') held.abort.abort();
    this.#held.delete(at);
  }
}

function isIn(missing: readonly Missing[], offset: number): boolean {
  return missing.some(({ start, end }) => start <= offset && offset < end);
}

/** Reads the header `Bitstap-Missing`: `start-end`, separated by commas. */
export function readMissing(text: string | null): Missing[] {
  return (text ?? '').split(',').flatMap((range) => {
    const [start, end] = range.split('-').map(Number);
    return start !== undefined && end !== undefined && start < end ? [{ start, end }] : [];
  });
}

function windowOf(offset: number): number {
  return offset - (offset % WINDOW);
}

export const [getBodySource, setBodySource] = createContext<BodySource>();
