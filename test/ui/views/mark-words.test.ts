import { describe, expect, it } from 'vitest';
import { placeId } from '../../../proxy/core/mark.ts';
import { keepingWords, placeWords } from '../../../ui/views/mark-words.ts';
import { packetPlace, sessionPlace } from '../../kit/marks.ts';

describe('where marks are kept', () => {
  it.each([
    [undefined, /has not said/],
    [{ kind: 'recording', file: 'a.pcapng' }, /^Marks are kept in the recording, a\.pcapng\.$/],
    [{ kind: 'recording', file: 'a.pcapng', problem: 'The disk is full.' }, /in the recording, a\.pcapng\. The disk is full\.$/],
    [{ kind: 'file', file: 'a.pcapng.marks.jsonl' }, /never changed: in a\.pcapng\.marks\.jsonl\.$/],
    [{ kind: 'memory', problem: 'Save it.' }, /^Marks are kept in memory only\. Save it\.$/],
  ] as const)('is said: %j', (keeping, words) => {
    expect(keepingWords(keeping)).toMatch(words);
  });
});

describe('what a mark is on', () => {
  it('is said in words in which nothing of the wire hides', () => {
    const session = sessionPlace({ name: 'a\u202eb' });
    const packet = packetPlace({ on: 'answer', name: '' });
    expect(placeWords({ id: placeId(session), place: session, at: 1, comment: '' })).toBe('Session: a⟨U+202E⟩b');
    expect(placeWords({ id: placeId(packet), place: packet, at: 1, comment: '', exchange: 'x7', session: 's1' })).toBe(
      'Answer x7 of no name',
    );
  });
});
