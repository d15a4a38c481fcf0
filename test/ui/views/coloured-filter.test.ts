import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../proxy/core/filter.ts';
import { colouredFilter } from '../../../ui/views/coloured-filter.ts';

function coloured(text: string): string {
  const result = parseFilter(text);
  return colouredFilter(text, result.ok ? undefined : result.error)
    .map(({ text: piece, kind }) => (kind === 'plain' ? piece : `[${kind} ${piece}]`))
    .join('');
}

describe('a filter as it is shown', () => {
  it.each([
    ['state:lost', '[field state]:lost'],
    ['not a or  file:b', '[keyword not] a [keyword or]  [field file]:b'],
    ['"state:lost"', '"state:lost"'],
    ['status:4z6', '[field status]:[error-place 4z6]'],
    ['status:', '[field status][error-place :]'],
    ['', ''],
  ])('%j is %s', (text, expected) => {
    expect(coloured(text)).toBe(expected);
  });
});
