import { describe, expect, it } from 'vitest';
import { bitsVersion } from '../../../proxy/core/bits/bits-version.ts';

describe('the version of a BITS client', () => {
  it.each([
    ['Microsoft BITS/6.0', '1.0', /XP/],
    ['Microsoft BITS/6.2', '1.2', /XP SP1/],
    ['Microsoft BITS/6.5', '1.5', /Server 2003/],
    ['Microsoft BITS/6.6', '2.0', /XP SP2/],
    ['Microsoft BITS/6.7', '2.5', /XP SP3/],
    ['Microsoft BITS/7.0', '3.0', /Vista/],
    ['Microsoft BITS/7.5', '4.0', /Windows 7/],
    ['Microsoft BITS/7.7', '5.0', /Windows 8/],
  ])('%s is BITS %s', (agent, version, windows) => {
    expect(bitsVersion(agent)).toMatchObject({ product: 'BITS', version });
    expect(bitsVersion(agent).windows).toMatch(windows);
  });

  it('7.8 may be one of two: both name themselves alike', () => {
    const { version, windows, note } = bitsVersion('Microsoft BITS/7.8');
    expect(version).toContain('5.0');
    expect(version).toContain('10.1');
    expect(windows).toContain('Windows 10');
    expect(note).toMatch(/alike/);
  });

  it.each(['Microsoft BITS/6.0', 'Microsoft BITS/6.2'])('%s can not upload', (agent) => {
    expect(bitsVersion(agent).note).toMatch(/not upload/);
  });

  it('is read in any case and with blanks around it', () => {
    expect(bitsVersion(' microsoft bits/7.5 ').version).toBe('4.0');
  });

  it('of a number that nobody documented is not guessed', () => {
    expect(bitsVersion('Microsoft BITS/9.9')).toEqual({ product: 'Microsoft BITS/9.9', note: expect.stringContaining('documented') });
  });

  it.each(['curl/8.5.0', 'OneDrive', '', 'Microsoft BITS/7.8 (patched)', 'xMicrosoft BITS/7.8'])(
    'other agents stay as they are: %j',
    (agent) => {
      expect(bitsVersion(agent)).toEqual({ product: agent });
    },
  );
});
