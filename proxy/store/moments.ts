import type { PlayMark, PlayOverview } from '../core/play.ts';
import { SEVERITIES, type TimelineEvent } from '../core/timeline.ts';

/** The scrubber has no room for more. */
const MARKS = 500;

type Severity = PlayMark['severity'];

/** The moments of a recording, gathered while it is read for the first time. */
export class Moments {
  readonly #packets = new Times();
  readonly #findings = new Times();
  /** How heavy each finding is, in the order in which they came. */
  readonly #severities: Severity[] = [];
  #from = Number.POSITIVE_INFINITY;
  #to = 0;

  take(event: TimelineEvent): void {
    if (event.type === 'packet') this.#packets.add(event.packet.at);
    if (event.type === 'finding' && event.finding.evidence.times === undefined) {
      this.#findings.add(event.finding.at);
      this.#severities.push(event.finding.severity);
    }
  }

  /** Something was seen at this time. */
  see(at: number): void {
    if (at === 0) return;
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, at);
  }

  get overview(): PlayOverview {
    const from = Number.isFinite(this.#from) ? this.#from : 0;
    return { from, to: this.#to, packets: this.#packets.count, findings: this.#findings.count, marks: this.#marks(from) };
  }

  /** The next moment behind a time, or the last before it, at which there was such a thing. */
  step(to: 'packet' | 'finding', direction: 'next' | 'previous', at: number): number | undefined {
    const times = to === 'packet' ? this.#packets : this.#findings;
    return direction === 'next' ? times.after(at) : times.before(at);
  }

  #marks(from: number): PlayMark[] {
    const part = Math.max(1, (this.#to - from) / MARKS);
    const parts = new Map<number, { at: number; severity: Severity; findings: number }>();
    this.#findings.each((at, index) => {
      const severity = this.#severities[index] ?? 'note';
      const key = Math.floor((at - from) / part);
      const mark = parts.get(key);
      if (!mark) parts.set(key, { at, severity, findings: 1 });
      else {
        mark.findings += 1;
        if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(mark.severity)) Object.assign(mark, { at, severity });
      }
    });
    return [...parts.values()].sort((a, b) => a.at - b.at);
  }
}

/** Many times, which may come in any order. */
class Times {
  count = 0;
  #times = new Float64Array(64);
  #sorted: Float64Array | undefined;

  add(at: number): void {
    if (this.count === this.#times.length) {
      const grown = new Float64Array(this.count * 2);
      grown.set(this.#times);
      this.#times = grown;
    }
    this.#times[this.count] = at;
    this.count += 1;
    this.#sorted = undefined;
  }

  each(visit: (at: number, index: number) => void): void {
    for (let index = 0; index < this.count; index += 1) visit(this.#times[index] ?? 0, index);
  }

  after(at: number): number | undefined {
    return this.#inOrder()[this.#countUpTo(at, 'with')];
  }

  before(at: number): number | undefined {
    return this.#inOrder()[this.#countUpTo(at, 'without') - 1];
  }

  /** How many are at or before a time, with or without those at it. */
  #countUpTo(at: number, itself: 'with' | 'without'): number {
    const times = this.#inOrder();
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const time = times[middle] ?? 0;
      if (itself === 'with' ? time <= at : time < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #inOrder(): Float64Array {
    this.#sorted ??= this.#times.slice(0, this.count).sort();
    return this.#sorted;
  }
}
