import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_NAMES, FIELDS } from '../../proxy/core/filter/fields.ts';
import { pointAt } from '../../proxy/core/filter/filter-error.ts';
import { type FilterSubject, parseFilter } from '../../proxy/core/filter.ts';
import { errorOf, filter, foldSample, placeOf, selected } from '../kit/filter.ts';
import { allSamples } from '../kit/samples.ts';

const NOTHING: FilterSubject = { findings: [] };
const SUBJECTS = allSamples().flatMap(({ name }) => {
  const { rows, sessions } = foldSample(name);
  return [...rows, ...sessions];
});

describe('terms together', () => {
  // In resumed-after-416: x1 create-session 200, x2 fragment 200, x3 fragment without an answer, x4 ping 200,
  // x5 fragment 416, x6 fragment 200, x7 close-session 200.
  it.each([
    ['type:fragment status:200', 'x2 x6'],
    ['type:fragment and status:200', 'x2 x6'],
    ['type:fragment && status:200', 'x2 x6'],
    ['status:416 or type:ping', 'x4 x5'],
    ['status:416 || type:ping', 'x4 x5'],
    ['status:416||type:ping', 'x4 x5'],
    ['not status:200', 'x3 x5'],
    ['!status:200', 'x3 x5'],
    ['-status:200', 'x3 x5'],
    ['not not status:416', 'x5'],
    ['NOT status:200 AND type:fragment OR type:Ping', 'x3 x4 x5'],
  ])('%s', (text, exchanges) => {
    expect(selected('resumed-after-416', text)).toBe(exchanges);
  });

  it('bind not before and, and and before or', () => {
    expect(selected('resumed-after-416', 'type:ping or type:fragment status:416')).toBe('x4 x5');
    expect(selected('resumed-after-416', '(type:ping or type:fragment) status:416')).toBe('x5');
    expect(selected('resumed-after-416', 'not type:fragment or status:416')).toBe('x1 x4 x5 x7');
    expect(selected('resumed-after-416', 'not (type:fragment or status:416)')).toBe('x1 x4 x7');
    expect(selected('resumed-after-416', '-(type:fragment status:200) type:fragment')).toBe('x3 x5');
  });

  it('are none in an empty text, which selects everything', () => {
    for (const text of ['', '   ', '\t\n']) {
      expect(filter(text)).toMatchObject({ isEmpty: true, needsRows: false });
      expect(SUBJECTS.every(filter(text).matches)).toBe(true);
    }
  });

  it('tell whether a session alone can answer them', () => {
    expect(filter('state:lost or client:192.0.2.10').needsRows).toBe(false);
    expect(filter('state:lost -status:416').needsRows).toBe(true);
    expect(filter('report').needsRows).toBe(true);
  });
});

describe('an absent value', () => {
  it('passes no comparison, so that its negation passes', () => {
    for (const text of ['status:416', 'status!=416', 'status<999', 'offset>=0', 'rule!=fragment-gap', 'state!=lost', 'session!=s1'])
      expect([filter(text).matches(NOTHING), filter(`not ${text}`).matches(NOTHING)], text).toEqual([false, true]);
  });

  it('is what `not field:*` asks for', () => {
    expect(selected('resumed-after-416', 'not status:*')).toBe('x3');
    expect(selected('resumed-after-416', 'offset:*')).toBe('x2 x3 x5 x6');
  });

  it.each(FIELD_NAMES)('is known as such to %s', (name) => {
    expect(filter(`${name}:*`).matches(NOTHING)).toBe(false);
  });
});

describe('the explanation', () => {
  it.each([
    ['', 'everything'],
    ['status>=500', 'exchanges where the status is at least 500'],
    ['status!=4xx', 'exchanges where the status is known and is not from 400 to 499'],
    ['state:lost', 'sessions where the state of the session is lost'],
    ['is:open', 'sessions where more may come of the session'],
    ['offset>4mb', 'exchanges where the offset is above 4,194,304 bytes'],
    ['url:*.bin', 'sessions where the URL is like “*.bin”'],
    ['code:0x8020001f', 'exchanges where the error code is 0x8020001F'],
    ['context:7', 'exchanges where the error context is application'],
    ['latency:1s..2s', 'exchanges where the latency is from 1000 ms to 2000 ms'],
    ['total:*', 'sessions where the size of the file is known'],
    [
      'type:ping or crash not status:200',
      'exchanges where the packet type is ping, or (something contains “crash”, and not (the status is 200))',
    ],
  ])('of %j', (text, words) => {
    expect(filter(text).explain()).toBe(words);
  });
});

describe('the canonical text', () => {
  it.each([
    ['a b|c', 'a and b|c'],
    ['-type:ping || (status >= 500 && "a \\"b\\"")', 'not type:ping or (status>=500 and "a \\"b\\"")'],
    ['((a))', 'a'],
    ['status:>=500', 'status>=500'],
    ['STATUS==416', 'status=416'],
    ['first:0', 'offset:0'],
    ['url= =x', 'url= =x'],
    ['url:"=x"', 'url:"=x"'],
    ['url=and', 'url=and'],
  ])('of %s', (text, canonical) => {
    expect(filter(text).toString()).toBe(canonical);
  });
});

describe('an error', () => {
  it.each([
    ['severty>=warning', 'severty', 'severity'],
    ['type:frgment', 'frgment', 'fragment'],
    ['type:"close sesion"', '"close sesion"', 'close-session'],
    ['rule:fragment-gop', 'fragment-gop', 'fragment-gap'],
    ['blames:sever', 'sever', 'server'],
    ['severity>=warn', 'warn', 'warning'],
  ])('of spelling in %s points at it and says what may be meant', (text, place, suggestion) => {
    expect(placeOf(text)).toBe(place);
    expect(errorOf(text).suggestion).toBe(suggestion);
  });

  it.each([
    ['status:abc', 'abc', /a status as in 416/],
    ['type:ping status>=4xx', '4xx', /a status/],
    ['offset>lots', 'lots', /a size as in 500, 64kb or 4mb/],
    ['latency>2x', '2x', /a duration as in 250ms/],
    ['code:foo', 'foo', /hexadecimal/],
    ['context:9z', '9z', /server, application/],
    ['severity:bad', 'bad', /note, warning, error/],
    ['localhost:80', 'localhost', /one of type, .*session/],
    ['url<3', '<', /: = !=/],
    ['rule > x', ' > ', /: = !=/],
  ])('in %s points at the value and says what was expected', (text, place, expected) => {
    expect(placeOf(text)).toBe(place);
    expect(errorOf(text).expected).toMatch(expected);
  });

  it.each([
    ['a or', 4, 0, /a term/],
    ['or a', 0, 2, /a term/],
    ['a and and b', 6, 3, /a term/],
    ['()', 1, 1, /a term/],
    ['a)', 1, 1, /and, or, or the end/],
    ['(a or (b)', 9, 0, /\)/],
    ['not', 3, 0, /a term/],
    ['say "hello', 4, 6, /closing "/],
    ['url:"a\\"', 4, 4, /closing "/],
    ['url:', 4, 0, /a text/],
    ['url: x', 4, 0, /right behind/],
    ['status >= and x', 9, 0, /a status/],
    ['state:', 6, 0, /uploading/],
  ])('of form in %s has its place', (text, at, length, expected) => {
    const { expected: said, ...place } = errorOf(text);
    expect(place).toMatchObject({ at, length });
    expect(said).toMatch(expected);
  });

  it('is shown as three lines with a caret under the place', () => {
    expect(pointAt('type:ping\tstatus:4o4', errorOf('type:ping\tstatus:4o4')).split('\n')).toEqual([
      '“4o4” is no value for “status”. Expected a status as in 416, a class as in 4xx, or a range as in 400..499.',
      '  type:ping status:4o4',
      '                   ^^^',
    ]);
    expect(pointAt('(a', errorOf('(a')).split('\n').at(-1)).toBe('    ^');
  });
});

describe('limits', () => {
  it('of length are options, and said', () => {
    expect(parseFilter('a'.repeat(2_000)).ok).toBe(true);
    expect(parseFilter('a'.repeat(2_001))).toMatchObject({
      ok: false,
      error: { at: 2_000, length: 1, expected: 'at most 2000 characters' },
    });
    expect(parseFilter('abc', { maxLength: 2 }).ok).toBe(false);
  });

  it('of depth are options, and said', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(parseFilter(nested(50)).ok).toBe(true);
    expect(parseFilter(nested(51))).toMatchObject({ ok: false, error: { at: 50, length: 1 } });
    expect(parseFilter('!(!a)', { maxDepth: 2 })).toMatchObject({ ok: false, error: { at: 2 } });
    expect(parseFilter('!(a) !(a)', { maxDepth: 2 }).ok).toBe(true);
  });

  it('hold no long row of terms back', () => {
    expect(filter(Array(300).fill('a').join(' or ')).matches(NOTHING)).toBe(false);
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...[
      '(',
      ')',
      ' ',
      'and',
      'or',
      'not',
      '!',
      '-',
      '"',
      '\\',
      '*',
      ':',
      '>=',
      '!=',
      '=',
      '..',
      '4xx',
      '4mb',
      'report',
      '0x8020001f',
      '{3b',
    ],
    ...FIELDS.map(({ name }) => name),
    ...FIELDS.map(({ example }) => example),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.array(words, { maxLength: 30 }).map((list) => list.join('')),
  );

  it('is a filter, or has an error with its place within the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseFilter(text);
        if (!result.ok) {
          const { at, length, message, expected } = result.error;
          expect(at >= 0 && length >= 0 && at + length <= text.length).toBe(true);
          expect(message !== '' && expected !== '').toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is a filter can be explained, and means the same when it is written and read again', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...SUBJECTS), (text, subject) => {
        const result = parseFilter(text);
        fc.pre(result.ok);
        if (!result.ok) return;
        expect(result.filter.explain()).not.toBe('');
        const again = filter(result.filter.toString());
        expect(again.toString()).toBe(result.filter.toString());
        expect(again.matches(subject)).toBe(result.filter.matches(subject));
      }),
      { numRuns: 1_000 },
    );
  });
});
