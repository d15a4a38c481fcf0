import { describe, expect, it } from 'vitest';
import { fragmentSizes } from '../../../proxy/core/bits/windows-client.ts';

describe('the fragments of Windows', () => {
  it.each(['Microsoft BITS/6.7', 'Microsoft BITS/7.0', 'Microsoft BITS/7.8', 'Microsoft BITS/10.3'])(
    'have 5 KB to 13 MB: %s',
    (userAgent) => {
      expect(fragmentSizes(userAgent)).toEqual({ smallest: 5_120, largest: 13_631_488 });
    },
  );

  it.each(['Microsoft BITS/6.5', 'Microsoft BITS/6.6'])('have up to 128 KB before BITS 2.5: %s', (userAgent) => {
    expect(fragmentSizes(userAgent)).toEqual({ smallest: 1, largest: 131_072 });
  });

  it.each(['', 'microsoft bits/7.8', 'curl/8.0', 'Mozilla/5.0 (Microsoft BITS/7.8)'])('are not those of "%s"', (userAgent) => {
    expect(fragmentSizes(userAgent)).toBeUndefined();
  });
});
