/** Numbers for messages. Not by locale: a finding reads the same everywhere. */

/** `1234567n` is `1,234,567`. */
export function grouped(value: bigint | number): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 byte`, `1,234,567 bytes`. */
export function bytes(count: bigint | number): string {
  return `${grouped(count)} ${count === 1n || count === 1 ? 'byte' : 'bytes'}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `90 seconds`, `26 hours`, `3 days`: in the largest unit of which there are two, rounded down. */
export function duration(ms: number): string {
  const [unit, length] = UNITS.find(([, each]) => ms >= 2 * each) ?? ['second', 1000];
  const count = Math.floor(ms / length);
  return `${grouped(count)} ${unit}${count === 1 ? '' : 's'}`;
}
