import { expect, it } from 'vitest';
import { filter, foldSample, selected } from '../../kit/filter.ts';

it.each([
  ['garbage', 'HEALTH', 'x2'],
  ['garbage', '192.0.2.10:50212', 'x2 x3'],
  ['garbage', 'report', 'x3'],
  ['garbage', '"microsoft bits"', 'x3'],
  ['garbage', 'get', 'x2'],
  ['resumed-after-416', '{5c0d1a77', 'x1 x2 x3 x4 x5 x6 x7'],
  ['resumed-after-416', 'content-range', ''],
  ['windows-upload-reply', 'responsefile', 'x3 x4 x5'],
  ['windows-upload-reply', 'drop*response*bin', 'x3 x4 x5'],
  ['windows-upload-reply', '"drop*response"', ''],
  ['windows-upload-reply', 'claims*bin*response', ''],
  ['premature-close', 'premature-close-session', 'x3'],
  ['premature-close', '"100 of 300 bytes"', 'x3'],
  ['premature-close', 'no such thing', ''],
])('in %s, %s is found', (sample, text, exchanges) => {
  expect(selected(sample, text)).toBe(exchanges);
});

it('is looked for in each session anew', () => {
  const [one] = foldSample('clean-upload').sessions;
  const [other] = foldSample('resumed-after-416').sessions;
  const { matches } = filter('crash');
  expect([one, other, other, one].map((session) => session && matches(session))).toEqual([false, true, true, false]);
});
