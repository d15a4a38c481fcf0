/** Numbers for messages. Not by locale: a finding reads the same everywhere. */

/** `1234567n` is `1,234,567`. */
export function grouped(value: bigint | number): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 byte`, `1,234,567 bytes`. */
export function bytes(count: bigint | number): string {
  return `${grouped(count)} ${count === 1n || count === 1 ? 'byte' : 'bytes'}`;
}
