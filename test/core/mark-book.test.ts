import { describe, expect, it } from 'vitest';
import { placeId } from '../../proxy/core/mark.ts';
import { MarkBook } from '../../proxy/core/mark-book.ts';
import { MARKED_AT, marked, packetPlace, sessionPlace, unmarked } from '../kit/marks.ts';

const place = packetPlace();

describe('a book of marks', () => {
  it('has the latest change of each place, whatever the order in which they come', () => {
    const changes = [marked(place, 'a', MARKED_AT), marked(place, 'b', MARKED_AT + 2), unmarked(place, MARKED_AT + 1)];
    for (const order of [changes, changes.toReversed()]) {
      const book = new MarkBook(10);
      for (const change of order) book.take(change);
      expect(book.changes).toEqual([changes[1]]);
    }
  });

  it('remembers what was removed: an older mark that is read later does not come back', () => {
    const book = new MarkBook(10);
    book.take(unmarked(place, MARKED_AT + 1));
    expect(book.take(marked(place, 'a', MARKED_AT))).toBe('known');
    expect(book.of(placeId(place))?.removed).toBe(true);
  });

  it('is full at its limit; what is in it may still change', () => {
    const book = new MarkBook(1);
    expect(book.take(marked(place))).toBe('taken');
    expect(book.take(marked(sessionPlace()))).toBe('full');
    expect(book.take(marked(place, 'more', MARKED_AT + 1))).toBe('taken');
    expect(book.size).toBe(1);
  });
});
