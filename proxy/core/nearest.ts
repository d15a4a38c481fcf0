/** The names that a mistyped one may have meant, nearest first; letter case does not count. */
export function nearest(word: string, names: readonly string[], limit = 3): string[] {
  const wanted = word.toLowerCase();
  if (wanted.length < 2 || wanted.length > 80) return [];
  return names
    .map((name) => ({ name, distance: distanceTo(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** The beginning of a name, or a part of it, is as near as a small slip. */
function distanceTo(wanted: string, name: string): number {
  const isPart = wanted.length >= 4 ? name.includes(wanted) : wanted.length === 3 && name.startsWith(wanted);
  return isPart ? 1 : edits(wanted, name);
}

/** Characters to add, drop or change (Levenshtein): one row of the table at a time. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, character] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= to.length; column++) {
      const changed = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
