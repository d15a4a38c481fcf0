import { describe, expect, it } from 'vitest';
import { compareSessions, type SessionComparison } from '../../../proxy/core/compare/compare-sessions.ts';
import { type ComparedTimeline, compareTimelines, sessionsWithRows } from '../../../proxy/core/compare/compare-timelines.ts';
import { comparisonText } from '../../../proxy/core/compare/comparison-text.ts';
import { DEFAULT_IGNORED, withIgnored } from '../../../proxy/core/compare/ignore-list.ts';
import { ack, type BlockOptions, created, fragment, ID, OTHER_ID, packet } from '../../kit/blocks.ts';
import { readConversation } from '../../kit/conversation.ts';
import { recordingOf } from '../../kit/recording-in-memory.ts';

const OPEN = '0.000 c1 open 192.0.2.10:50211 bits.example.test:80';

function timelineOf(...blocks: readonly string[]): ComparedTimeline {
  const { timeline } = recordingOf(readConversation([OPEN, ...blocks].map((block) => `=== ${block}`).join('\n')));
  return { timeline, sessions: [...timeline.sessions.values()] };
}

const sessionOf = (...blocks: readonly string[]) => sessionsWithRows(timelineOf(...blocks))[0] ?? { session: undefined, rows: [] };

/** A whole upload of 100 bytes. */
function upload(options: BlockOptions & { readonly ackLines?: readonly string[]; readonly delay?: number } = {}): string[] {
  const { id = ID, ackLines = [], delay = 0 } = options;
  return [
    ...[packet('1.000 c1', 'Create-Session', options), created('1.010 c1', id)],
    fragment('2.000 c1', '0-99/100', { ...options, id }),
    ack(`2.${100 + delay} c1`, '200 OK', 'BITS-Received-Content-Range: 100', ...ackLines),
    ...[packet('3.000 c1', 'Close-Session', { ...options, id }), ack('3.010 c1', '200 OK')],
  ];
}

const text = (comparison: SessionComparison) => [...comparisonText(comparison, (_, plain) => plain)].join('');
const differences = ({ packets }: SessionComparison) =>
  packets.flatMap((pair) =>
    pair.differences.map(({ what, of, name, a, b }) => [pair.role, `${of} ${what}${name ? ` ${name}` : ''}`, a, b]),
  );

describe('compareSessions', () => {
  it('finds the same upload the same, though ids, hosts, dates, times and credentials differ', () => {
    const other = upload({
      id: OTHER_ID,
      host: 'other.example.test',
      headers: ['Authorization: Basic eA=='],
      ackLines: ['Date: now'],
      delay: 400,
    });
    const comparison = compareSessions(sessionOf(...upload()), sessionOf(...other));
    // Credentials in clear text are a finding, and that is told.
    expect(comparison.findings.map(({ rule }) => rule)).toEqual(['basic-auth-cleartext']);
    expect(differences(comparison)).toEqual([]);
    expect(comparison.packets[1]?.latencyRatio).toBeCloseTo(5, 5);
    expect(compareSessions(sessionOf(...upload()), sessionOf(...upload({ id: OTHER_ID, delay: 400 }))).differs).toBe(false);
  });

  it('tells statuses, offsets, sizes and headers that differ', () => {
    const refused = [
      ...[packet('1.000 c1', 'Create-Session'), created('1.010 c1', ID)],
      fragment('2.000 c1', '0-99/100'),
      ack('2.100 c1', '416 Range', 'BITS-Received-Content-Range: 50', 'server: other'),
      ...[packet('3.000 c1', 'Close-Session'), ack('3.010 c1', '200 OK')],
    ];
    const comparison = compareSessions(sessionOf(...upload({ ackLines: ['Server: one'] })), sessionOf(...refused));
    expect(differences(comparison)).toEqual([
      ['fragment', 'answer status', '200', '416'],
      ['fragment', 'answer offset', '100', '50'],
      ['fragment', 'answer header Server', 'one', 'other'],
      ['fragment', 'answer spelling Server', 'Server', 'server'],
    ]);
    expect(comparison).toMatchObject({ differs: true, otherOutcome: true, a: { standing: 'complete' }, b: { standing: 'lost' } });
  });

  it('tells a header that only one side has, of ids too', () => {
    const comparison = compareSessions(
      sessionOf(...upload({ ackLines: [`BITS-Session-Id: ${ID}`] })),
      sessionOf(...upload({ ackLines: ['X: 1'] })),
    );
    expect(differences(comparison)).toEqual([
      ['fragment', 'answer header BITS-Session-Id', '…', undefined],
      ['fragment', 'answer header X', undefined, '1'],
    ]);
  });

  it('takes the session id out of values, whatever URL it stands in', () => {
    const url = (host: string, id: string) => [`BITS-Reply-URL: http://${host}/Replies/%7B${id.slice(1, -1)}%7D/f`];
    const one = upload({ ackLines: url('a', ID) });
    const other = upload({ id: OTHER_ID, ackLines: url('b', OTHER_ID) });
    expect(differences(compareSessions(sessionOf(...one), sessionOf(...other)))).toEqual([]);
  });

  it('does not mind how the file is called, but minds a packet that goes elsewhere', () => {
    const renamed = upload({ path: '/inbox/other.bin' });
    expect(compareSessions(sessionOf(...upload()), sessionOf(...renamed)).differs).toBe(false);
    const strayed = [...upload().slice(0, 4), packet('3.000 c1', 'Close-Session', { path: '/elsewhere' }), ack('3.010 c1', '200 OK')];
    expect(differences(compareSessions(sessionOf(...upload()), sessionOf(...strayed)))).toContainEqual([
      ...['close-session', 'request target', '(the destination)', '/elsewhere'],
    ]);
  });

  it('tells a packet without an answer, and packets that one side does not have', () => {
    const broken = [...upload().slice(0, 5), '3.500 c1 close server reset'];
    const comparison = compareSessions(sessionOf(...upload()), sessionOf(packet('0.500 c1', 'Ping'), ack('0.600 c1', '200 OK'), ...broken));
    expect(comparison.packets.map(({ role, a, b }) => [role, a?.status, b?.status])).toEqual([
      ['ping', undefined, 200],
      ['create-session', 200, 200],
      ['fragment', 200, 200],
      ['close-session', 200, undefined],
    ]);
    expect(differences(comparison)).toEqual([['close-session', 'answer answer', '200', undefined]]);
  });

  it('tells findings that are new and that are gone', () => {
    const gap = upload();
    const premature = [
      ...upload().slice(0, 2),
      fragment('2.000 c1', '0-49/100'),
      ack('2.1 c1', '200 OK', 'BITS-Received-Content-Range: 50'),
      ...upload().slice(4),
    ];
    expect(compareSessions(sessionOf(...gap), sessionOf(...premature)).findings).toContainEqual(
      expect.objectContaining({ rule: 'premature-close-session', change: 'new', a: 0, b: 1 }),
    );
    expect(compareSessions(sessionOf(...premature), sessionOf(...gap)).findings).toContainEqual(
      expect.objectContaining({ rule: 'premature-close-session', change: 'gone', a: 1, b: 0 }),
    );
  });
});

describe('what is ignored', () => {
  const one = sessionOf(...upload({ ackLines: ['Server: one', 'Date: Mon'] }));
  const other = sessionOf(...upload({ ackLines: ['Server: other', 'Date: Tue'] }));
  const told = (...asked: readonly string[]) =>
    compareSessions(one, other, { ignored: asked.reduce(withIgnored, DEFAULT_IGNORED) }).packets.flatMap((pair) =>
      pair.differences.map(({ name }) => name),
    );

  it.each([
    [[], ['Server']],
    [['server'], []],
    [['!Date'], ['Server', 'Date']],
    [['none'], ['Server', 'Date']],
    [['none', 'Date'], ['Server']],
  ])('%j', (asked, expected) => {
    expect(told(...asked)).toEqual(expected);
  });

  it('may be whole kinds of differences', () => {
    const lost = sessionOf(...upload().slice(0, 4));
    const ignored = ['packets', 'outcome', 'findings'].reduce(withIgnored, DEFAULT_IGNORED);
    expect(compareSessions(sessionOf(...upload()), lost).differs).toBe(true);
    expect(compareSessions(sessionOf(...upload()), lost, { ignored }).differs).toBe(false);
  });
});

describe('compareTimelines', () => {
  const second = (id: string) =>
    upload({ id, path: '/inbox/second.bin' }).map((block) => block.replace(/^(\d)/, (digit) => `${Number(digit) + 4}`));

  it('compares one session with one, whatever they are called', () => {
    const { sessions, differs } = compareTimelines(timelineOf(...upload()), timelineOf(...upload({ path: '/other' })));
    expect(sessions.map(({ a, b }) => [a?.session, b?.session])).toEqual([['s1', 's1']]);
    expect(differs).toBe(false);
  });

  it('compares several by their paths, and tells those without a counterpart', () => {
    const { sessions, differs } = compareTimelines(timelineOf(...upload(), ...second(OTHER_ID)), timelineOf(...second(ID)));
    expect(sessions.map(({ a, b }) => [a?.url, b?.url])).toEqual([
      ['http://bits.example.test/inbox/report.bin', undefined],
      ['http://bits.example.test/inbox/second.bin', 'http://bits.example.test/inbox/second.bin'],
    ]);
    expect(differs).toBe(true);
  });
});

describe('comparisonText', () => {
  it('says of the same that it is', () => {
    expect(text(compareSessions(sessionOf(...upload()), sessionOf(...upload({ id: OTHER_ID }))))).toBe(
      [
        's1 http://bits.example.test/inbox/report.bin  ↔  s1 http://bits.example.test/inbox/report.bin  the same, 3 exchanges',
        '  latency, median: 10.0 ms → 10.0 ms, 1.00 times',
        '',
      ].join('\n'),
    );
  });

  it('says each difference once, and where it was met first', () => {
    const two = (agent: string) => [
      ...[packet('1.000 c1', 'Create-Session'), created('1.010 c1', ID)],
      ...[fragment('2.000 c1', '0-99/200'), ack('2.100 c1', '200 OK', 'BITS-Received-Content-Range: 100', `Server: ${agent}`)],
      ...[fragment('3.000 c1', '100-199/200'), ack('3.100 c1', '200 OK', 'BITS-Received-Content-Range: 200', `Server: ${agent}`)],
    ];
    const lines = text(compareSessions(sessionOf(...two('a')), sessionOf(...two('b\u202e')))).split('\n');
    // A head is Latin-1: three bytes, one of them a control character.
    expect(lines).toContain('  answer header Server: "a" → "bâ⟨U+0080⟩®"  fragment 0-99 (x2) ↔ 0-99 (x2) and 1 more');
  });

  it('lists no more packets of one side than can be read', () => {
    const many = Array.from({ length: 12 }, (_, index) => [
      packet(`0.${100 + index * 10} c1`, 'Ping'),
      ack(`0.${105 + index * 10} c1`, '200 OK'),
    ]).flat();
    const lines = text(compareSessions(sessionOf(...upload()), sessionOf(...many, ...upload()))).split('\n');
    expect(lines.filter((line) => line.startsWith('  only in B: ping'))).toHaveLength(10);
    expect(lines).toContain('  only in B: 2 more');
  });
});
