import { describe, expect, it } from 'vitest';
import { bySession, placeText } from '../../../proxy/core/report/by-session.ts';
import { checkReport, findingRecord } from '../../kit/report.ts';

it('has the findings of a session together: the gravest first, then in the order of time', () => {
  const found = (at: number, severity: 'error' | 'warning', session = 's1', file = 'a') => findingRecord({ at, severity, session, file });
  const findings = [found(1, 'warning'), found(3, 'error'), found(4, 'error', 's2'), found(2, 'error'), found(5, 'error', 's1', 'b')];
  const of = bySession(checkReport({ findings }));
  expect(of('a', 's1').map(({ at }) => at)).toEqual([2, 3, 1]);
  expect(of('a', 's2').map(({ at }) => at)).toEqual([4]);
  expect(of('b', 's1').map(({ at }) => at)).toEqual([5]);
  expect(of('b', 's2')).toEqual([]);
});

describe('where a finding is', () => {
  const place = { type: 'fragment', connection: 'c1' };

  it.each([
    ['packet 12 (frame 345, answer 348)', { ...place, number: 12, frame: 345, answerFrame: 348 }],
    ['packet 12 (frame 345)', { ...place, number: 12, frame: 345 }],
    ['packet 12', { ...place, number: 12 }],
    ['notification x3 (frame 7)', { type: 'notification', connection: 'c1', frame: 7 }],
  ])('%s', (text, packet) => {
    expect(placeText(findingRecord({ packet }))).toBe(text);
  });
});
