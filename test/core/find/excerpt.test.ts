import { describe, expect, it } from 'vitest';
import type { ByteHit } from '../../../proxy/core/find/byte-search.ts';
import { excerptOf } from '../../../proxy/core/find/excerpt.ts';

const hit = (change: Partial<ByteHit>): ByteHit => ({ at: 0, length: 1, encoding: 'utf-8', before: '', hit: 'x', after: '', ...change });
const utf8 = (text: string) => Buffer.from(text).toString('latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');

describe('an excerpt', () => {
  it('reads UTF-8, and says that more is before it', () => {
    expect(excerptOf(hit({ at: 40, before: utf8('für '), hit: utf8('Größe'), after: utf8(' 😀') }))).toEqual({
      ...{ before: '…für ', hit: 'Größe', after: ' 😀' },
    });
  });

  it('has no half character at its beginning', () => {
    expect(excerptOf(hit({ at: 3, before: utf8('é€').slice(1) })).before).toBe('…€');
  });

  it('reads UTF-16LE', () => {
    expect(excerptOf(hit({ at: 9, encoding: 'utf-16le', before: `\0${utf16('Bü')}`, hit: utf16('ro'), after: utf16('!') }))).toEqual({
      ...{ before: '…Bü', hit: 'ro', after: '!' },
    });
  });

  it('shows bytes as dots where they are no text, and what would not be seen or turn text about', () => {
    expect(excerptOf(hit({ encoding: 'bytes', before: '\x00\xffPK', hit: 'PK\x03\x04', at: 4 }))).toEqual({
      before: '··PK',
      hit: 'PK··',
      after: '',
    });
    expect(excerptOf(hit({ after: `${utf8('\u202egnp.exe\u200b')}\x80\x00` })).after).toBe('·gnp.exe···');
  });

  it('is one line', () => {
    expect(excerptOf(hit({ at: 3, before: 'a\r', after: '\r\nb\t c' }))).toMatchObject({ before: '…a ', after: ' b c' });
  });
});
