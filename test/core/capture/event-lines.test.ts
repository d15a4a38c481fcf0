import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '../../../proxy/core/timeline.ts';
import { readCapture, said } from '../../kit/captured.ts';
import { readConversation } from '../../kit/conversation.ts';
import { eventLines } from '../../kit/event-lines-file.ts';
import { analyse } from '../../kit/samples.ts';

const OPEN = '=== 0.000 c1 open 192.0.2.10:50211 a:80';

function read(...lines: readonly string[]) {
  const { events } = readCapture([Buffer.from(lines.join('\n'))]);
  return {
    said: said(events.filter(({ type }) => type !== 'fault')),
    faults: events.flatMap((event) => (event.type === 'fault' ? [`${event.code}: ${event.message}`] : [])),
  };
}

/** The exchanges of a conversation in their last state, and what they are when they were written as lines and read again. */
function again(text: string) {
  const events = readConversation(text);
  const read = readCapture([eventLines(analyse(events))]).events.filter((event) => event.type !== 'fault');
  return { before: lastStates(analyse(events)), after: lastStates(analyse(read)) };
}

function lastStates(events: readonly TimelineEvent[]): string[] {
  const states = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'exchange')
      states.set(
        event.exchange.id,
        JSON.stringify(event.exchange, (key, value: unknown) => (key === 'lost' ? undefined : value)),
      );
    if (event.type === 'connection') states.set(event.connection.id, JSON.stringify(event.connection));
  }
  return [...states.values()];
}

describe('a timeline as JSON lines', () => {
  it.each([
    ['odd heads', ['=== 1 c1 client', 'GET /a  HTTP/1.1', 'Host:a', 'X-Fold: one', ' two', 'Spaced : 1', 'no colon here', 'Empty:', '']],
    ['heads with bare line feeds', ['=== 1 c1 client', '<<base64 R0VUIC8gSFRUUC8xLjEKSG9zdDogYQoK>>']],
    [
      'a rewrite, an interim answer and a chunked body',
      [
        ...['=== 1 c1 client', 'PUT /a HTTP/1.1', 'Content-Length: 3', 'Expect: 100-continue', '', '=== 1 c1 rewrite Host: a → b'],
        ...['=== 1.5 c1 server', 'HTTP/1.1 100 Continue', '', '=== 2 c1 client', '<<continued>>', 'abc'],
        ...['=== 3 c1 server', 'HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '3', 'abc', '0', 'X-Trailer: 1', '<<hex 0d 0a>>'],
      ],
    ],
    [
      'a head that came in pieces',
      ['=== 1 c1 client', 'GET / HTTP/1.1', 'Host: a', '<<no empty line>>', '=== 2 c1 client', '<<hex 0d 0a 0d 0a>>'],
    ],
    [
      'a body that the end of the connection ends',
      ['=== 1 c1 client', 'GET / HTTP/1.0', '', '=== 2 c1 server', 'HTTP/1.0 200 OK', '', 'abc', '=== 3 c1 close server fin'],
    ],
    [
      'a chunked body that is cut off',
      ['=== 1 c1 client', 'PUT / HTTP/1.1', 'Transfer-Encoding: chunked', '', '9', 'abc', '=== 3 c1 close client reset gone'],
    ],
    [
      'an answer of the tap itself',
      [
        '=== 1 c1 client',
        'GET / HTTP/1.1',
        '',
        '=== 2 c1 proxy',
        'HTTP/1.1 502 Bad Gateway',
        'Content-Length: 0',
        '',
        '=== 2 c1 close proxy failed it is down',
      ],
    ],
    [
      'another server',
      ['=== 1 c1 routed b:80', '=== 1 c1 client', 'GET / HTTP/1.1', '', '=== 2 c1 routed c:80', '=== 2 c1 server', 'HTTP/1.1 204 No', ''],
    ],
  ])('gives %s again', (_, lines) => {
    const { before, after } = again([OPEN, ...lines, '=== 9 tick'].join('\n'));
    expect(before.length).toBeGreaterThan(1);
    expect(after).toEqual(before);
  });

  it('tells that bytes were no HTTP, but not which', () => {
    const [before, after] = Object.values(again([OPEN, '=== 1 c1 client', '<<hex 16 03 01>>', '=== 2 c1 close client fin'].join('\n')));
    expect(before?.[1]).toContain('TLS handshake');
    expect(after?.[1]).toContain('"outcome":"malformed"');
    expect(after?.[1]).toContain('bytes are missing');
  });
});

const CONNECTION = '{"seq":1,"at":5,"type":"connection","connection":{"id":"c1","client":"a:1","server":"b:80","openedAt":5}}';
const HEAD = '{"method":"GET","target":"/","version":"1.1","headers":[["Host","b"]],"anomalies":[],"offset":0,"length":27}';
const REQUEST = `{"head":${HEAD},"framing":{"kind":"none"},"startedAt":6,"headAt":6,"endedAt":6,"bodyLength":0}`;
const EXCHANGE = `{"seq":2,"at":7,"type":"exchange","exchange":{"id":"x1","connection":"c1","interim":[],"rewrites":[],"outcome":"waiting","request":${REQUEST}}}`;
const LACKS = 'capture-lacking: The events have no bodies (0 bytes), and heads without the bytes that they were sent in.';

describe('lines', () => {
  it('are what was said', () => {
    expect(read(CONNECTION, EXCHANGE)).toEqual({
      said: ['c1 a:1 -> b:80', 'c1 client: GET / HTTP/1.1\r\nHost: b\r\n\r\n'],
      faults: [LACKS],
    });
  });

  it.each([
    ['{"seq":2,', /^capture-skipped: Line 2: it is no JSON object that can be read\.$/],
    ['[1]', /Line 2: it is no JSON object/],
    ['{"type":"exchange"}', /Line 2: it is no event: `at` or `type` is missing/],
    ['{"type":"exchange","at":1,"exchange":{}}', /Line 2: it has no exchange/],
    ['{"type":"connection","at":1}', /Line 2: it has no connection/],
    [
      '{"type":"left-out","events":12,"reason":"the reader was too slow"}',
      /^capture-lacking: Line 2: 12 events were left out here: the reader was too slow/,
    ],
  ])('that can not be read are told with their number, and the others are read: %s', (bad, message) => {
    const { said: lines, faults } = read(CONNECTION, bad, EXCHANGE);
    expect(lines).toHaveLength(2);
    expect(faults).toEqual([expect.stringMatching(message), LACKS]);
  });

  it('of a connection that was not seen to open begin it', () => {
    const { said: lines, faults } = read('', EXCHANGE);
    expect(lines[0]).toBe('c1 unknown -> undefined');
    expect(faults[0]).toMatch(/Line 2: c1 was not opened/);
  });

  it('may tell only how everything was in the end, and things of a connection behind its end', () => {
    const closed = CONNECTION.replace('"openedAt":5', '"openedAt":5,"clientEndedAt":6,"closedAt":6,"closedBy":"client","how":"fin"');
    const unreadable =
      '{"seq":3,"at":0,"type":"exchange","exchange":{"id":"x2","connection":"c1","outcome":"malformed","unreadable":{"from":"server","reason":"?","offset":0}}}';
    expect(read(closed, EXCHANGE.replace('"at":7', '"at":6'), unreadable).said).toEqual([
      'c1 a:1 -> b:80',
      'c1 server lost 1',
      'c1 client: GET / HTTP/1.1\r\nHost: b\r\n\r\n',
      'c1 client ended',
      'c1 closed by client, fin',
    ]);
  });

  it('that say of an exchange what was said before change nothing', () => {
    expect(read(CONNECTION, EXCHANGE, EXCHANGE, EXCHANGE)).toEqual(read(CONNECTION, EXCHANGE));
  });

  it('may say anything', () => {
    const odd = EXCHANGE.replace('"GET"', '"G E\\nT"').replace('"/"', '7').replace('"1.1"', '"9"').replace('27', '1e300');
    expect(read(CONNECTION, odd).said[1]).toBe('c1 client: GET / HTTP/1.1\r\nHost: b\r\n\r\n');
  });
});
