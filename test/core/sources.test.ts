import { describe, expect, it } from 'vitest';
import { RULES } from '../../proxy/core/rules/index.ts';
import { sourceLinks } from '../../proxy/core/sources.ts';

const BUP = 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/mc-bup';

describe('sourceLinks', () => {
  it('links each section and page, and skips the words between', () => {
    expect(sourceLinks('[BUP §2.2.6, §3.2.5.2.6] against [DOC fragment]')).toEqual([
      { label: 'BUP §2.2.6', url: BUP },
      { label: 'BUP §3.2.5.2.6', url: BUP },
      { label: 'DOC fragment', url: 'https://learn.microsoft.com/en-us/windows/win32/bits/fragment' },
    ]);
  });

  it.each([
    ['[BUP <23>]', 'BUP <23>', BUP],
    ['[R2616 §14.16]', 'RFC 2616 §14.16', 'https://www.rfc-editor.org/rfc/rfc2616#section-14.16'],
    ['[RFC 9112 §6.3]', 'RFC 9112 §6.3', 'https://www.rfc-editor.org/rfc/rfc9112#section-6.3'],
    ['[RFC 9112]', 'RFC 9112', 'https://www.rfc-editor.org/rfc/rfc9112'],
    ['[DTYP]', 'DTYP', 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-dtyp'],
    [
      '[SDK setminimumretrydelay]',
      'SDK setminimumretrydelay',
      'https://learn.microsoft.com/en-us/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-setminimumretrydelay',
    ],
  ])('%s', (text, label, url) => {
    expect(sourceLinks(text)).toEqual([{ label, url }]);
  });

  it.each([
    ['[MSG]', 'MSG'],
    ['[DOC ack-for-*]', 'DOC ack-for-*'],
    ['[DOC ../../evil]', 'DOC ../../evil'],
    ['[SDK constructor]', 'SDK constructor'],
    ['[XEN mod_bits.c]', 'XEN mod_bits.c'],
    ['[RELAY]', 'RELAY'],
  ])('%s has a label only: no address is certain', (text, label) => {
    expect(sourceLinks(text)).toEqual([{ label }]);
  });

  it('gives every source once', () => {
    expect(sourceLinks('[MSG], [BUP §1.8], [MSG]').map(({ label }) => label)).toEqual(['MSG', 'BUP §1.8']);
  });

  it.each(['', 'no tag', '[]', '[unclosed', 'a]b['])('finds none in %j', (text) => {
    expect(sourceLinks(text)).toEqual([]);
  });

  it.each(RULES)('knows every source of $id', ({ source }) => {
    for (const { url } of sourceLinks(source)) expect(url).toMatch(/^https:/);
  });
});
