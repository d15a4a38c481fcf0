import { expect, it } from 'vitest';
import { silenceLimit } from '../../../proxy/core/rules/silence.ts';

it('says something after a quarter of an hour, when the traffic ends', () => {
  expect(silenceLimit('traffic-ended')).toBe(900_000);
});

it('may say something sooner', () => {
  expect(silenceLimit('traffic-ended', 60_000)).toBe(60_000);
});

it('is a day for a session that is quiet, whatever else', () => {
  expect([silenceLimit('quiet'), silenceLimit('quiet', 60_000)]).toEqual([86_400_000, 86_400_000]);
});
