import { type ByteRange, rangeLength } from '../bits/range.ts';
import { isSuccess } from '../bits/session-progress.ts';
import type { HttpRequest } from '../http/message.ts';
import { packetOf, type ScriptStep } from './client-script.ts';

/** A run of the file, and the Fragment whose body has it, from `start` bytes into the body; without one it was never sent. */
export interface ContentRun extends ByteRange {
  readonly step?: ScriptStep;
  readonly start: number;
}

interface Stretch {
  readonly first: bigint;
  /** Exclusive. */
  end: bigint;
  readonly step: ScriptStep;
  /** Of the file: where the body of `step` begins. */
  readonly base: bigint;
}

/** What a recorded client sent of its file: where bytes were sent more than once, those that the server accepted last count. */
export class SentContent {
  #stretches: Stretch[] = [];

  constructor(fragments: readonly ScriptStep[]) {
    for (const step of fragments) if (!wasAccepted(step)) this.#put(step);
    for (const step of fragments) if (wasAccepted(step)) this.#put(step);
  }

  /** A range of the file as runs without gaps, in order. `own`: what its own body holds is taken from there. */
  runs(range: ByteRange, own?: ScriptStep): ContentRun[] {
    const whole = own && this.#within(own, range);
    if (whole) return [whole];
    const runs: ContentRun[] = [];
    let at = range.first;
    for (let index = this.#firstBehind(at); at <= range.last; index += 1) {
      const stretch = this.#stretches[index];
      const begin = stretch && stretch.first <= range.last ? stretch.first : range.last + 1n;
      if (begin > at) runs.push({ first: at, last: begin - 1n, start: 0 });
      if (!stretch || stretch.first > range.last) break;
      const first = begin > at ? begin : at;
      const last = stretch.end - 1n < range.last ? stretch.end - 1n : range.last;
      runs.push({ first, last, step: stretch.step, start: Number(first - stretch.base) });
      at = last + 1n;
    }
    return runs;
  }

  #within(own: ScriptStep, { first, last }: ByteRange): ContentRun | undefined {
    const stretch = stretchOf(own);
    if (!stretch || first < stretch.first || last >= stretch.end) return undefined;
    return { first, last, step: own, start: Number(first - stretch.base) };
  }

  #put(step: ScriptStep): void {
    const stretch = stretchOf(step);
    if (!stretch) return;
    const from = this.#firstBehind(stretch.first);
    let to = from;
    const left: Stretch[] = [];
    for (let known = this.#stretches[to]; known && known.first < stretch.end; known = this.#stretches[to]) {
      if (known.first < stretch.first) left.push({ ...known, end: stretch.first });
      if (known.end > stretch.end) left.push({ ...known, first: stretch.end });
      to += 1;
    }
    const put = [...left.filter(({ first }) => first < stretch.first), stretch, ...left.filter(({ first }) => first >= stretch.end)];
    this.#stretches.splice(from, to - from, ...put);
  }

  /** The index of the first stretch that ends behind an offset. */
  #firstBehind(offset: bigint): number {
    let low = 0;
    let high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#stretches[middle]?.end ?? 0n) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function wasAccepted({ row: { answer } }: ScriptStep): boolean {
  return answer !== undefined && 'status' in answer && isSuccess(answer.status);
}

/** What of the file its body holds: less than its range says where it was cut. */
function stretchOf(step: ScriptStep): Stretch | undefined {
  const packet = packetOf(step);
  if (packet?.type !== 'fragment' || !packet.range) return undefined;
  const length = sentLength(step.request, rangeLength(packet.range));
  if (length <= 0n) return undefined;
  return { first: packet.range.first, end: packet.range.first + length, step, base: packet.range.first };
}

function sentLength({ bodyLength }: HttpRequest, length: bigint): bigint {
  return BigInt(bodyLength) < length ? BigInt(bodyLength) : length;
}
