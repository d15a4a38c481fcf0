import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime, readIsoTime } from '../../../proxy/core/text/iso-time.ts';

const START = 1_741_078_800_000;

describe('a time', () => {
  it.each([
    ['2025-03-04T09:00:00Z', START],
    ['2025-03-04T09:00:00', START],
    ['2025-03-04 09:00', START],
    ['2025-03-04T10:30:00.0000+01:30', START],
    ['2025-03-04T02:00:00-0700', START],
    ['2025-03-04T09:00:00.1234567Z', START + 123.457],
    ['1969-12-31T23:59:59.9Z', -100],
    ['0001-01-01T00:00:00', -62_135_596_800_000],
  ])('%s is read', (text, at) => {
    expect(readIsoTime(text)).toBe(at);
  });

  it.each(['', 'today', '2025-13-01T00:00:00Z', '2025-02-29T00:00:00Z', '2025-03-04T09:61:00Z', '2025-03-04', '2025-03-04T09:00:00+1'])(
    'is not what "%s" says',
    (text) => expect(readIsoTime(text)).toBeUndefined(),
  );

  it('is written to the microsecond', () => {
    expect(isoTime(START + 0.25)).toBe('2025-03-04T09:00:00.000250Z');
  });

  it('is written on the day that Date says, and read back', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
        const text = isoTime(date.getTime());
        expect(text).toBe(date.toISOString().replace('Z', '000Z'));
        expect(readIsoTime(text)).toBe(date.getTime());
      }),
    );
  });
});
