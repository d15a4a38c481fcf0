import { describe, expect, it } from 'vitest';
import { withFreshId } from '../../../proxy/core/replay/fresh-id.ts';

const OLD = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';
const NEW = '{6A90E1D4-3C27-4F18-B5D2-08E7A1C94F63}';

describe('withFreshId', () => {
  it.each([
    ['the id itself', OLD, NEW],
    ['in braces within a text', `a ${OLD} b`, `a ${NEW} b`],
    ['without braces, as the client wrote it', '3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11', '6A90E1D4-3C27-4F18-B5D2-08E7A1C94F63'],
    ['in lower case, as the client wrote it', OLD.toLowerCase(), NEW.toLowerCase()],
    [
      'with percent signs',
      '/Replies/%7B3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11%7D/f',
      '/Replies/%7B6A90E1D4-3C27-4F18-B5D2-08E7A1C94F63%7D/f',
    ],
    ['more than once', `${OLD}${OLD}`, `${NEW}${NEW}`],
    ['not where another id stands', '{00000000-8D0E-4E57-9C3A-5F2B6D0A9E11}', '{00000000-8D0E-4E57-9C3A-5F2B6D0A9E11}'],
  ])('puts the new id into a text: %s', (_, text, expected) => {
    expect(withFreshId(text, OLD, NEW)).toBe(expected);
  });

  it('takes an id that is no GUID as it is, also in a URL', () => {
    expect(withFreshId(`id=${OLD}`, OLD, '17 b')).toBe('id=17 b');
    expect(withFreshId('/r/%7B3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11%7D', OLD, '17 b')).toBe('/r/17%20b');
  });

  it('replaces a short id only where it is the whole value', () => {
    expect(withFreshId('17', '17', NEW)).toBe(NEW);
    expect(withFreshId('/file-17.bin', '17', NEW)).toBe('/file-17.bin');
    expect(withFreshId('a session-0000017 b', 'session-0000017', '9')).toBe('a 9 b');
  });

  it('spells a letter of a pattern as a letter', () => {
    expect(withFreshId('value', 'v.*long enough', '$&')).toBe('value');
    expect(withFreshId('v.*long enough x', 'v.*long enough', 'new')).toBe('new x');
  });
});
