import { describe, expect, it } from 'vitest';
import { sessionVerdict } from '../../../proxy/core/report/session-verdict.ts';
import { sessionView } from '../../kit/timeline.ts';

const acknowledged = (bytes: bigint) => ({ sent: [], sentAgain: [], acknowledged: bytes, approximate: false });

describe('what became of an upload', () => {
  it.each([
    ['is complete', { state: 'COMPLETE', coverage: acknowledged(1000n) }, 'The upload is complete: 1,000 of 1,000 bytes acknowledged.'],
    ['is lost', { state: 'COMPLETE', coverage: acknowledged(400n) }, 'The upload is lost: 400 of 1,000 bytes acknowledged.'],
    ['goes on', { coverage: acknowledged(400n) }, 'The upload is not finished: 400 of 1,000 bytes acknowledged.'],
  ] as const)('%s', (_name, change, sentence) => {
    expect(sessionVerdict(sessionView('s1', change))).toBe(sentence);
  });

  it('needs no total', () => {
    const { total: _total, ...view } = sessionView('s1', { state: 'INIT' });
    expect(sessionVerdict(view)).toBe('No upload has begun: 0 bytes acknowledged.');
  });
});
