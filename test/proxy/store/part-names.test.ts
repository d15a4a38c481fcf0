import { join } from 'node:path';
import { expect, it } from 'vitest';
import { partName } from '../../../proxy/store/part-names.ts';

it.each([
  [1, 'x.pcapng', 'x.pcapng'],
  [2, 'x.pcapng', 'x.2.pcapng'],
  [12, join('a.b', 'x'), join('a.b', 'x.12')],
  [3, join('a', 'x.y.pcapng'), join('a', 'x.y.3.pcapng')],
])('part %i of %s is %s', (number, file, name) => {
  expect(partName(file, number)).toBe(name);
});
