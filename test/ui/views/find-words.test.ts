import { describe, expect, it } from 'vitest';
import type { FindHit, FindSummary } from '../../../proxy/core/find/find-news.ts';
import { countWords, limitWords, progressWords } from '../../../ui/views/find-words.ts';

const hit = (change: Partial<FindHit> = {}): FindHit => ({
  ...{ exchange: 'x1', session: 's1', startedAt: 0, packet: 'Fragment', of: 'request', part: 'body', at: 1_234, length: 1 },
  ...{ encoding: 'utf-8', before: '', hit: 'x', after: '' },
  ...change,
});
const summary = (change: Partial<FindSummary> = {}): FindSummary => ({
  ...{ exchanges: 1, total: 1, bytes: 0, notKept: 0, missingBodies: 0, missingBytes: 0 },
  ...change,
});

describe('the words of a search', () => {
  it('count hits, packets and sessions', () => {
    expect(countWords([])).toBe('Nothing found');
    expect(countWords([hit()])).toBe('1 hit in 1 packet of 1 session');
    expect(countWords([hit(), hit({ exchange: 'x2' }), hit({ exchange: 'x3', session: 's2' })])).toBe('3 hits in 3 packets of 2 sessions');
  });

  it('count traffic beside the sessions as no session', () => {
    const { session: _session, ...other } = hit();
    expect(countWords([other])).toBe('1 hit in 1 packet of other traffic');
    expect(countWords([hit({ exchange: 'x2' }), other])).toBe('2 hits in 2 packets of 1 session and other traffic');
  });

  it('say how far it is', () => {
    expect(progressWords({ exchanges: 3_000, total: 100_000, bytes: 2_048 })).toBe('3,000 of 100,000 packets, 2 KiB read');
  });

  it('say what was not looked into, and nothing where all was', () => {
    expect(limitWords(summary())).toEqual([]);
    expect(limitWords(summary({ limitReached: 1_000, notKept: 1, missingBodies: 2, missingBytes: 20, problem: 'gone\u202e' }))).toEqual([
      'Stopped at 1,000 hits: there are more.',
      '1 earlier packet is no longer kept.',
      'Of 2 bodies 20 bytes are not in the recording.',
      'gone⟨U+202E⟩',
    ]);
  });
});
