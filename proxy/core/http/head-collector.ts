import { ByteBuffer, headEnd, lineEnd } from './byte-buffer.ts';
import type { Grammar } from './head.ts';
import { latin1 } from './latin1.ts';
import { lineText } from './lost-stretch.ts';

/** How far a step went, and what it completed: a whole head, or bytes that can't become one. */
export interface Collected {
  readonly end: number;
  /** Valid until the next step. */
  readonly raw?: Uint8Array;
  readonly lost?: { readonly reason: string; readonly bytes: Uint8Array };
}

/** Gathers one head. What lies in one piece is not copied; what can't become a head is found out as early as its bytes prove it. */
export class HeadCollector<Head extends object> {
  readonly #grammar: Grammar<Head>;
  readonly #maxBytes: number;
  readonly #held = new ByteBuffer();
  /** The held bytes were seen to begin a message. */
  #plausible = false;

  constructor(grammar: Grammar<Head>, maxBytes: number) {
    this.#grammar = grammar;
    this.#maxBytes = maxBytes;
  }

  /** Bytes that are held of an unfinished head. */
  get length(): number {
    return this.#held.length;
  }

  /** Begins with a line that is known to begin a message. */
  begin(line: Uint8Array): void {
    this.#held.append(line);
    this.#plausible = true;
  }

  drop(): void {
    this.#held.take();
  }

  read(bytes: Uint8Array, at: number): Collected {
    const before = this.#held.length;
    const end = before === 0 ? headEnd(bytes, at) : this.#endBehindHeld(bytes, at);
    if (end < 0 || before + end - at > this.#maxBytes) return this.#hold(bytes, at);
    if (before === 0) return { end, raw: bytes.subarray(at, end) };
    this.#held.append(bytes.subarray(at, end));
    return { end, raw: this.#held.take() };
  }

  /** The empty line may have begun in the bytes that are held: up to three of its four are looked at again. */
  #endBehindHeld(bytes: Uint8Array, at: number): number {
    const tail = this.#held.view().subarray(Math.max(0, this.#held.length - 3));
    const seam = new Uint8Array([...tail, ...bytes.subarray(at, at + 3)]);
    const atSeam = headEnd(seam, 0);
    return atSeam >= 0 ? at + atSeam - tail.length : headEnd(bytes, at);
  }

  #hold(bytes: Uint8Array, at: number): Collected {
    if (this.#held.length === 0) this.#plausible = false;
    const end = Math.min(bytes.length, at + this.#maxBytes + 1 - this.#held.length);
    this.#held.append(bytes.subarray(at, end));
    const reason = this.#problem(this.#held.view());
    return reason === undefined ? { end } : { end, lost: { reason, bytes: this.#held.take() } };
  }

  #problem(held: Uint8Array): string | undefined {
    const problem = this.#plausible ? undefined : this.#firstLineProblem(held);
    if (problem !== undefined) return problem;
    return held.length > this.#maxBytes ? `head larger than ${this.#maxBytes} bytes` : undefined;
  }

  #firstLineProblem(held: Uint8Array): string | undefined {
    const problem = this.#grammar.impossible(held);
    const end = lineEnd(held, 0);
    if (problem !== undefined || end < 0) return problem;
    this.#plausible = true;
    if (this.#grammar.begins(lineText(held.subarray(0, end)))) return undefined;
    const parsed = this.#grammar.parse(latin1(held.subarray(0, end)), 0);
    return 'problem' in parsed ? parsed.problem : undefined;
  }
}
