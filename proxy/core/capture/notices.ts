import type { WireEvent } from '../wire.ts';
import type { CaptureCounts } from './capture-summary.ts';
import type { CaptureFaultCode } from './frame.ts';

/** So many of a kind are told; the rest is counted. */
const MAX_OF_A_KIND = 10;

/** What people must know about the capture, as `fault` events. What comes again and again is told once, and counted. */
export class Notices {
  readonly #take: (event: WireEvent) => void;
  readonly #counts: CaptureCounts;
  readonly #told = new Set<string>();
  readonly #toldOfKind = new Map<CaptureFaultCode, number>();

  constructor(take: (event: WireEvent) => void, counts: CaptureCounts) {
    this.#take = take;
    this.#counts = counts;
  }

  /** `about` is what it is told once for. `message`: what, where, and what to do. */
  tell(code: CaptureFaultCode, about: string, at: number, message: () => string): void {
    this.#counts.faults[code] = (this.#counts.faults[code] ?? 0) + 1;
    const told = this.#toldOfKind.get(code) ?? 0;
    const key = `${code} ${about}`;
    if (told >= MAX_OF_A_KIND || this.#told.has(key)) return;
    this.#told.add(key);
    this.#toldOfKind.set(code, told + 1);
    const more = told + 1 === MAX_OF_A_KIND ? ' Further ones of this kind are only counted.' : '';
    this.#take({ type: 'fault', at, code, message: message() + more });
  }
}
