import { describe, expect, it } from 'vitest';
import { readCapture, said } from '../../kit/captured.ts';
import { readConversation, START } from '../../kit/conversation.ts';

const OPEN = '=== 0.000 c1 open 192.0.2.10:50211 bits.example.test:80';

/** What is sent in a block behind the opening of a connection. */
function sent(...lines: readonly string[]): string {
  const events = readConversation([OPEN, '=== 0.010 c1 client', ...lines].join('\n'));
  return events.flatMap((event) => (event.type === 'data' ? [Buffer.from(event.bytes).toString('latin1')] : [])).join('');
}

function faults(...lines: readonly string[]) {
  const { events } = readCapture([Buffer.from(lines.join('\n'))]);
  return events.flatMap((event) => (event.type === 'fault' ? [`${event.code}: ${event.message}`] : []));
}

describe('what happens in a conversation', () => {
  it('is told line by line', () => {
    const text = `# about it
=== start 2026-01-02T03:04:05.000250Z
=== 0.000 c1 open 192.0.2.10:50211
=== 0.001 c1 routed files.example.test:80
# between
=== 0.012 c1 gap client 8976
=== 0.013 c1 rewrite Host: a → b  c
=== 0.030 c1 end client
=== 0.040 c1 close server reset it went away
=== 0.050 fault disk-full No space.
=== 0.060 c2 open 192.0.2.10:1 b:80
=== 0.070 c2 fault upstream-refused Cannot reach b.
=== 0.080 c2 close proxy
=== 1 tick
=== 9.000001 traffic-ended`;
    const start = Date.parse('2026-01-02T03:04:05Z') + 0.25;
    expect(readConversation(text)).toEqual([
      { type: 'opened', at: start, connection: 'c1', client: '192.0.2.10:50211' },
      { type: 'routed', at: start + 1, connection: 'c1', server: 'files.example.test:80' },
      { type: 'gap', at: start + 12, connection: 'c1', from: 'client', bytes: 8976 },
      { type: 'rewrite', at: start + 13, connection: 'c1', what: 'Host: a → b  c' },
      { type: 'ended', at: start + 30, connection: 'c1', by: 'client' },
      { type: 'closed', at: start + 40, connection: 'c1', by: 'server', how: 'reset', reason: 'it went away' },
      { type: 'fault', at: start + 50, code: 'disk-full', message: 'No space.' },
      { type: 'opened', at: start + 60, connection: 'c2', client: '192.0.2.10:1', server: 'b:80' },
      { type: 'fault', at: start + 70, code: 'upstream-refused', message: 'Cannot reach b.', connection: 'c2' },
      { type: 'closed', at: start + 80, connection: 'c2', by: 'proxy', how: 'fin' },
      { type: 'tick', at: start + 1000 },
      { type: 'traffic-ended', at: start + 9000.001 },
    ]);
  });

  it('is counted from a fixed day where it does not say from when', () => {
    expect(readConversation(OPEN)).toMatchObject([{ at: START }]);
  });

  it.each([
    ['=== soon c1 open a:1', /^capture-skipped: Line 1: "=== soon c1 open a:1" does not begin with seconds\.$/],
    ['=== start today', /Line 1: "today" is no time/],
    [`${OPEN}\n=== 1 c1 sing`, /Line 2: "sing" is nothing that can happen/],
    [`${OPEN}\n=== 1 c1 close everybody`, /Line 2: "everybody" is nobody who can close/],
    [`${OPEN}\n=== 1 c1 close server loudly`, /Line 2: "loudly" is no way to close/],
    [`${OPEN}\n=== 1 c1 gap proxy 1`, /Line 2: "proxy" is nobody/],
    [`${OPEN}\n=== 1 c1 gap client many`, /Line 2: "many" is no number of bytes/],
    [`${OPEN}\n=== 1 c1 client\n<<hex 1>>`, /Line 3: "<<hex 1>>" stands for no bytes/],
    [`${OPEN}\n=== 1 c1 client\n<<base64 A*>>`, /Line 3: "<<base64 A\*>>" stands for no bytes/],
    [`${OPEN}\nGET / HTTP/1.1`, /Line 2: nothing was said there/],
    ['=== 1 c9 client', /c9 was not opened/],
    [`=== 1 c1 open a:1\n=== 0.5 c1 end client`, /time goes back on c1/],
  ])('that can not be read is named by its line: %s', (text, message) => {
    expect(faults(text)).toEqual([expect.stringMatching(message)]);
  });

  it('is read on behind a line that is none', () => {
    const { events } = readCapture([Buffer.from(`${OPEN}\n=== x\n=== 1 c1 close client fin\n`)]);
    expect(said(events)).toEqual(['c1 192.0.2.10:50211 -> bits.example.test:80', 'fault capture-skipped', 'c1 closed by client, fin']);
  });

  it('stands still where its time goes back', () => {
    const { events } = readCapture([Buffer.from('=== 1 c1 open a:1\n=== 0.5 c1 end client')]);
    expect(events.at(-1)).toMatchObject({ type: 'ended', at: START + 1000 });
  });
});

describe('bytes in a conversation', () => {
  it.each([
    ['a head', ['GET / HTTP/1.1', 'Host: a', ''], 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a head and a body', ['POST / HTTP/1.1', '', 'one', '', 'three', '', ''], 'POST / HTTP/1.1\r\n\r\none\r\n\r\nthree'],
    ['bytes in a body', ['POST / HTTP/1.1', '', '<<hex 00 ff>>', '<<base64 AAE=>>', 'x'], 'POST / HTTP/1.1\r\n\r\n\x00\xff\x00\x01x'],
    ['a line end at the end of a body', ['POST / HTTP/1.1', '', 'one', '<<hex >>'], 'POST / HTTP/1.1\r\n\r\none\r\n'],
    ['bytes of any kind', ['<<5 bytes>>'], 'xxxxx'],
    ['a body that goes on', ['<<continued>>', 'GET is not a head here', '', 'more', ''], 'GET is not a head here\r\n\r\nmore'],
    ['a head that is cut off', ['GET / HTTP/1.1', 'Host: a', '<<no empty line>>', '', ''], 'GET / HTTP/1.1\r\nHost: a'],
    ['UTF-8', ['<<continued>>', 'ä'], '\xc3\xa4'],
    ['nothing', [''], '\r\n'],
  ])('can be %s', (_, lines, bytes) => {
    expect(sent(...lines)).toBe(bytes);
  });

  it('may stand in lines with CRLF', () => {
    const text = [OPEN, '=== 0.010 c1 client', 'GET / HTTP/1.1', '', '=== 1 tick'].join('\r\n');
    expect(said(readConversation(text))).toContain('c1 client: GET / HTTP/1.1\r\n\r\n');
  });

  it('of any kind are not made up in any number', () => {
    const { events } = readCapture([Buffer.from(`${OPEN}\n=== 1 c1 client\n<<99999999999 bytes>>`)]);
    expect(events).toMatchObject([{ type: 'opened' }, { type: 'gap', bytes: 99_999_999_999 }, { type: 'fault', code: 'capture-skipped' }]);
  });

  it('are handed on in pieces, however many there are', () => {
    const events = readConversation(`${OPEN}\n=== 1 c1 client\n<<1000000 bytes>>`).flatMap((event) =>
      event.type === 'data' ? [event] : [],
    );
    expect(events.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(1_000_000);
    expect(Math.max(...events.map(({ bytes }) => bytes.length))).toBeLessThan(140_000);
  });
});

it('is no conversation without anything that happens', () => {
  expect(faults('# Read me', '', 'This is a program.')).toEqual([expect.stringMatching(/^capture-format: .*no conversation/)]);
});

it('leaves out a line that is longer than allowed, and says which', () => {
  const { events } = readCapture([Buffer.from(`${OPEN}\n=== 1 c1 client\n<<continued>>\n${'x'.repeat(500)}\nyes`)], {
    maxRecordBytes: 100,
  });
  expect(said(events)).toEqual(['c1 192.0.2.10:50211 -> bits.example.test:80', 'fault capture-skipped', 'c1 client: yes']);
  expect(events[1]).toMatchObject({ message: 'Line 4: it is longer than 100 bytes.' });
});
