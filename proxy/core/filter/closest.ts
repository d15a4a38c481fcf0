/** Longer words are nobody's slip of one or two letters. */
const MAX_LENGTH = 40;

/** The candidate that a word most likely stands for: one that it begins, or one that it misspells in at most a third of its letters. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const wanted = word.toLowerCase();
  const completed = wanted.length > 2 ? candidates.find((candidate) => candidate.toLowerCase().startsWith(wanted)) : undefined;
  if (completed !== undefined) return completed;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const found = distance(wanted, candidate.toLowerCase());
    if (found >= fewest) continue;
    fewest = found;
    best = candidate;
  }
  return best;
}

/** How many letters were left out, put in, mistaken or swapped with the next. */
function distance(a: string, b: string): number {
  let older: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const mistaken = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(older, j - 2) + 1 : Infinity;
      next.push(Math.min(mistaken, swapped, at(row, j) + 1, at(next, j - 1) + 1));
    }
    older = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
