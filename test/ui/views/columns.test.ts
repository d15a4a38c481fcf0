import { describe, expect, it } from 'vitest';
import { COLUMN_IDS } from '../../../ui/state/session-order.ts';
import { COLUMNS, fitting, leastWidth, templateOf } from '../../../ui/views/columns.ts';

const ids = (room: number) => fitting(COLUMNS, room).map(({ id }) => id);

describe('the columns', () => {
  it('are all that can be sorted by, in that order', () => {
    expect(COLUMNS.map(({ id }) => id)).toEqual([...COLUMN_IDS]);
  });

  it('are all there where they fit', () => {
    expect(ids(leastWidth(COLUMNS))).toEqual([...COLUMN_IDS]);
  });

  it('are fewer where they do not, but state, file and findings stay', () => {
    expect(ids(760)).toEqual(expect.arrayContaining(['state', 'file', 'findings']));
    expect(leastWidth(fitting(COLUMNS, 760))).toBeLessThanOrEqual(760);
  });

  it('have the width that they were given, and never less than they need', () => {
    const [state, file] = COLUMNS;
    if (!state || !file) throw new Error('there are columns');
    expect(templateOf([state, file], (id) => (id === 'file' ? 300 : undefined))).toBe('138px minmax(120px, 300px)');
  });
});
