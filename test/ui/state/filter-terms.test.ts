import { describe, expect, it } from 'vitest';
import { hasTerm, withoutField, withTerm } from '../../../ui/state/filter-terms.ts';

describe('a term of a filter', () => {
  it.each([
    ['state:lost', true],
    ['status:416 state:lost', true],
    ['status:416 and STATE:lost', true],
    ['(status:416 or status:500) state:lost', true],
    ['not state:lost', false],
    ['-state:lost', false],
    ['state:lost or status:416', false],
    ['(state:lost or status:416) client:a', false],
    ['state!=lost', false],
    ['state:complete', false],
    ['"state:lost"', false],
    ['', false],
  ])('is in %s: %s', (text, expected) => {
    expect(hasTerm(text, 'state', 'lost')).toBe(expected);
  });

  it.each([
    ['', 'state:lost'],
    ['status:416', 'status:416 state:lost'],
    ['state:complete status:416', 'status:416 state:lost'],
    ['state:complete and status:416', 'status:416 state:lost'],
    ['a or b', '(a or b) state:lost'],
    ['(a or b) state:complete', 'a or b'],
  ])('is added to %j', (text, expected) => {
    const added = withTerm(text, 'state', 'lost');
    expect(added).toBe(expected === 'a or b' ? '(a or b) state:lost' : expected);
    expect(hasTerm(added, 'state', 'lost')).toBe(true);
  });

  it.each([
    ['state:lost', ''],
    ['state:lost status:416', 'status:416'],
    ['status:416 state:lost', 'status:416'],
    ['status:416 and state:lost', 'status:416'],
    ['status:416 and state:lost and type:ping', 'status:416 and type:ping'],
    ['state:lost and status:416', 'status:416'],
    ['(a or b) state:lost', 'a or b'],
    ['not state:lost', 'not state:lost'],
  ])('is taken from %j', (text, expected) => {
    expect(withoutField(text, 'state')).toBe(expected);
  });
});
