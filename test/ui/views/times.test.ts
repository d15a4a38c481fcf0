import { describe, expect, it } from 'vitest';
import { agoText, beganText } from '../../../ui/views/times.ts';

describe('when something began', () => {
  it.each([
    [0, 'just now'],
    [999, 'just now'],
    [41_900, '41 s ago'],
    [60_000, '1 min ago'],
    [3 * 3_600_000 + 5, '3 h ago'],
    [50 * 3_600_000, '2 d ago'],
  ])('%d ms ago is %s', (ms, expected) => {
    expect(agoText(ms)).toBe(expected);
  });

  it('is the time of day, with the day where that was another', () => {
    const at = Date.UTC(2026, 2, 4, 9, 0, 7, 412);
    expect(beganText(at, at + 3_600_000, 'utc')).toBe('09:00:07.412');
    expect(beganText(at, at + 90_000_000, 'utc')).toBe('03-04 09:00');
    expect(beganText(at, at + 60_000, 'relative')).toBe('1 min ago');
  });
});
