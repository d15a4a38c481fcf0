import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareId, formatGuid, parseGuid, sameGuid } from '../../../proxy/core/bits/guid.ts';

describe('parseGuid', () => {
  it('reads a braced GUID of any case as lower case', () => {
    expect(parseGuid('{3B1F7C52-8D0E-4e57-9C3A-5F2B6D0A9E11}')).toBe('{3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11}');
  });

  it.each([
    '',
    '{}',
    '3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11',
    '{3b1f7c528d0e4e579c3a5f2b6d0a9e11}',
    '{3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e1}',
    '{3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e1g}',
    '{3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11} ',
    '(3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11)',
  ])('does not read %j', (text) => {
    expect(parseGuid(text)).toBeUndefined();
  });

  it('reads back every GUID that was formatted', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => parseGuid(formatGuid(uuid)) === `{${uuid}}`));
  });
});

it('formats in braces and upper case, as Windows servers print session ids', () => {
  expect(formatGuid('3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11')).toBe('{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}');
  expect(formatGuid('{3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11}')).toBe('{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}');
});

describe('sameGuid', () => {
  it('ignores case and braces', () => {
    expect(sameGuid('{AB12}', 'ab12')).toBe(true);
    expect(sameGuid('{AB12}', '{ab12}')).toBe(true);
    expect(sameGuid('ab12', 'ab12')).toBe(true);
  });

  it('tells different ids apart', () => {
    expect(sameGuid('{AB12}', '{AB13}')).toBe(false);
    expect(sameGuid('{ab12', 'ab12')).toBe(false);
    expect(sameGuid('{{ab12}}', 'ab12')).toBe(false);
  });
});

describe('bareId', () => {
  it('leaves nothing of the spelling', () => {
    expect(bareId('{AB12}')).toBe('ab12');
    expect(bareId('ab12')).toBe('ab12');
  });

  it('takes away a pair of braces at the ends only', () => {
    expect(bareId('{{AB12}}')).toBe('{ab12}');
    expect(bareId('{AB12')).toBe('{ab12');
  });
});
