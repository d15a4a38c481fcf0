import { expect, it } from 'vitest';
import { parseByteSize } from '../../proxy/core/byte-size.ts';

it.each([
  ['0', 0n],
  ['500', 500n],
  ['1b', 1n],
  ['4kb', 4_096n],
  ['4K', 4_096n],
  ['2MiB', 2_097_152n],
  ['1gb', 1_073_741_824n],
  ['1t', 1_099_511_627_776n],
])('%s is read', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

it.each(['', 'kb', '-1', '1.5mb', '4x', '4ib b', '9'.repeat(25)])('%j is no size', (text) => {
  expect(parseByteSize(text)).toBeUndefined();
});
