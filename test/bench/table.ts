/** The middle value; the mean of the middle two where their number is even. Of nothing there is none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** The smallest value that at least `share` (0 to 1) of all values do not exceed: the nearest-rank percentile. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** A number for people: three or so digits that count, `n/a` for what could not be measured. */
export function figure(value: number | undefined): string {
  if (value === undefined) return 'n/a';
  if (Math.abs(value) < 10) return value.toFixed(2);
  return Math.abs(value) < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

/** Rows under their headings in aligned columns: the first column to the left, all others to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const align = (cell: string, column: number) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0));
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const [first, ...rest] = lines.map((line) => line.map(align).join('  ').trimEnd());
  return [first, rule, ...rest].join('\n');
}
