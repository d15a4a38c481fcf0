import { keyOf, likeness, type PacketRole } from './packet-role.ts';

/** Indexes of what belongs together; one is absent where nothing does. In order of both. */
export interface Aligned {
  readonly a?: number;
  readonly b?: number;
}

/** A stretch of both sides that is still to be aligned; ends are not included. */
interface Stretch {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

export interface AlignOptions {
  /** Pairs that are weighed against each other; beyond it what is unique, and then what comes next, decides. Default 1,000,000. */
  readonly maxPairs?: number;
}

const DEFAULT_MAX_PAIRS = 1_000_000;
/** How far is looked for what fits, where there is too much to weigh all. */
const LOOKAHEAD = 64;

/** Aligns packets by their roles and byte ranges, in the order of both sides. Linear where they are the same. */
export function align(a: readonly PacketRole[], b: readonly PacketRole[], { maxPairs = DEFAULT_MAX_PAIRS }: AlignOptions = {}): Aligned[] {
  return new Alignment(a, b, maxPairs).run();
}

class Alignment {
  readonly #a: readonly PacketRole[];
  readonly #b: readonly PacketRole[];
  readonly #keysA: readonly string[];
  readonly #keysB: readonly string[];
  readonly #maxPairs: number;
  readonly #out: Aligned[] = [];

  constructor(a: readonly PacketRole[], b: readonly PacketRole[], maxPairs: number) {
    this.#a = a;
    this.#b = b;
    this.#keysA = a.map(keyOf);
    this.#keysB = b.map(keyOf);
    this.#maxPairs = maxPairs;
  }

  run(): Aligned[] {
    this.#between({ fromA: 0, toA: this.#a.length, fromB: 0, toB: this.#b.length }, 'anchors');
    return this.#out;
  }

  /** What is the same at both ends belongs together. */
  #between({ fromA, toA, fromB, toB }: Stretch, otherwise: 'anchors' | 'walk'): void {
    let [first, second] = [fromA, fromB];
    for (; first < toA && second < toB && this.#keysA[first] === this.#keysB[second]; first += 1, second += 1)
      this.#out.push({ a: first, b: second });
    let same = 0;
    while (toA - same > first && toB - same > second && this.#keysA[toA - same - 1] === this.#keysB[toB - same - 1]) same += 1;
    this.#differing({ fromA: first, toA: toA - same, fromB: second, toB: toB - same }, otherwise);
    for (; same > 0; same -= 1) this.#out.push({ a: toA - same, b: toB - same });
  }

  #differing(stretch: Stretch, otherwise: 'anchors' | 'walk'): void {
    const { fromA, toA, fromB, toB } = stretch;
    if (fromA === toA || fromB === toB) this.#alone(stretch);
    else if ((toA - fromA) * (toB - fromB) <= this.#maxPairs) this.#weigh(stretch);
    else if (otherwise === 'anchors') this.#anchored(stretch);
    else this.#walk(stretch);
  }

  #alone({ fromA, toA, fromB, toB }: Stretch): void {
    for (let a = fromA; a < toA; a += 1) this.#out.push({ a });
    for (let b = fromB; b < toB; b += 1) this.#out.push({ b });
  }

  /** The best way through all pairs: the sum of what fits is highest. */
  #weigh({ fromA, toA, fromB, toB }: Stretch): void {
    const [rows, columns] = [toA - fromA + 1, toB - fromB + 1];
    const best = new Float64Array(rows * columns);
    const score = (a: number, b: number) => best[a * columns + b] ?? 0;
    for (let a = rows - 2; a >= 0; a -= 1) {
      for (let b = columns - 2; b >= 0; b -= 1) {
        const together = this.#likeness(fromA + a, fromB + b);
        const paired = together > 0 ? together + score(a + 1, b + 1) : 0;
        best[a * columns + b] = Math.max(paired, score(a + 1, b), score(a, b + 1));
      }
    }
    let [a, b] = [0, 0];
    while (a < rows - 1 && b < columns - 1) {
      const together = this.#likeness(fromA + a, fromB + b);
      if (together > 0 && score(a, b) === together + score(a + 1, b + 1)) this.#out.push({ a: fromA + a++, b: fromB + b++ });
      else if (score(a, b) === score(a + 1, b)) this.#out.push({ a: fromA + a++ });
      else this.#out.push({ b: fromB + b++ });
    }
    this.#alone({ fromA: fromA + a, toA, fromB: fromB + b, toB });
  }

  /** What there is once on both sides holds the rest in its place. */
  #anchored({ fromA, toA, fromB, toB }: Stretch): void {
    const inB = once(this.#keysB, fromB, toB);
    const common = [...once(this.#keysA, fromA, toA)].flatMap(([key, a]) => {
      const b = inB.get(key);
      return b === undefined ? [] : [{ a, b }];
    });
    let [first, second] = [fromA, fromB];
    for (const { a, b } of rising(common)) {
      this.#between({ fromA: first, toA: a, fromB: second, toB: b }, 'walk');
      this.#out.push({ a, b });
      [first, second] = [a + 1, b + 1];
    }
    this.#between({ fromA: first, toA, fromB: second, toB }, 'walk');
  }

  /** From pair to pair: what comes next decides. */
  #walk({ fromA, toA, fromB, toB }: Stretch): void {
    let [a, b] = [fromA, fromB];
    while (a < toA && b < toB) {
      if (this.#likeness(a, b) > 0) this.#out.push({ a: a++, b: b++ });
      else if (this.#skips({ fromA: a, toA, fromB: b, toB }) === 'a') this.#out.push({ a: a++ });
      else this.#out.push({ b: b++ });
    }
    this.#alone({ fromA: a, toA, fromB: b, toB });
  }

  #skips({ fromA, toA, fromB, toB }: Stretch): 'a' | 'b' {
    const [one, other] = [this.#a[fromA]?.range, this.#b[fromB]?.range];
    if (one && other) return one.last < other.last ? 'a' : 'b';
    for (let far = 1; far <= LOOKAHEAD; far += 1) {
      if (fromA + far < toA && this.#likeness(fromA + far, fromB) > 0) return 'a';
      if (fromB + far < toB && this.#likeness(fromA, fromB + far) > 0) return 'b';
    }
    return 'a';
  }

  #likeness(a: number, b: number): number {
    const [one, other] = [this.#a[a], this.#b[b]];
    return one && other ? likeness(one, other) : 0;
  }
}

/** Keys that come once in a stretch, and where. */
function once(keys: readonly string[], from: number, to: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const again = new Set<string>();
  for (let index = from; index < to; index += 1) {
    const key = keys[index] ?? '';
    if (found.has(key)) again.add(key);
    found.set(key, index);
  }
  for (const key of again) found.delete(key);
  return found;
}

interface Pair {
  readonly a: number;
  readonly b: number;
}

/** The longest row of pairs, sorted by `a`, in which `b` rises too. */
function rising(pairs: readonly Pair[]): Pair[] {
  const tails: Pair[] = [];
  const before = new Map<Pair, Pair>();
  for (const pair of pairs) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tails[middle]?.b ?? 0) < pair.b) low = middle + 1;
      else high = middle;
    }
    const previous = tails[low - 1];
    if (previous) before.set(pair, previous);
    tails[low] = pair;
  }
  const row: Pair[] = [];
  for (let pair = tails.at(-1); pair; pair = before.get(pair)) row.push(pair);
  return row.reverse();
}
