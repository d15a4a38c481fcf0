import { describe, expect, it } from 'vitest';
import { answerLine, requestLine } from '../../../proxy/core/packet-text/packet-line.ts';
import { packetAsCurl, packetAsJson, packetAsText } from '../../../proxy/core/packet-text/packet-text.ts';
import type { TimelineRow } from '../../../proxy/core/timeline.ts';
import { recorded } from '../../kit/recorded.ts';
import { Talk } from '../../kit/talk.ts';

function row(talk: Talk, id = 'x1'): TimelineRow {
  const found = recorded(talk.events).timeline.rows.get(id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

describe('in a few words', () => {
  it.each([
    ['a Ping', new Talk().ping().answer(200), 'Ping', '200'],
    ['a Fragment', new Talk().stored('0-9/20'), 'Fragment 0-9/20', '200, next byte 10'],
    ['a range that is none', new Talk().fragment('x\u00ady'), 'Fragment bytes x⟨U+00AD⟩y', 'no answer yet (waiting)'],
    ['a refusal', new Talk().ping().answer(404, { error: '0x8020001f' }), 'Ping', '404 0x8020001F'],
    ['an error that is no code', new Talk().ping().answer(400, { error: 'no\u0007' }), 'Ping', '400 no⟨U+0007⟩'],
    ['what was cut off', new Talk().ping().cut('server'), 'Ping', 'no answer: reset by the server'],
    ['other traffic', new Talk().raw('client', 'GET /a HTTP/1.1\r\nHost: h\r\n\r\n').answer(200, { bits: false }), 'GET /a', '200'],
    ['garbage', new Talk().raw('client', 'garbage\r\n\r\n'), 'no request', 'no answer: bytes that are no HTTP'],
  ])('%s', (_what, talk, request, answer) => {
    expect([requestLine(row(talk)), answerLine(row(talk))]).toEqual([request, answer]);
  });
});

describe('a packet as curl', () => {
  it('is what was sent, to where it was sent', () => {
    expect(packetAsCurl(row(new Talk().fragment('0-9/20').answer(200)))).toBe(
      [
        '# The body (10 bytes) is expected in x1.bin.',
        'curl -X BITS_POST --http1.1 http://bits.example.test/inbox/report.bin \\',
        "-H 'BITS-Packet-Type: Fragment' \\",
        "-H 'BITS-Session-Id: {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}' \\",
        "-H 'Host: bits.example.test' \\",
        "-H 'Content-Range: bytes 0-9/20' \\",
        '-H Accept: \\',
        '-H User-Agent: \\',
        '-H Content-Type: \\',
        '-H Expect: \\',
        '--data-binary @x1.bin',
        '',
      ].join('\n'),
    );
  });

  it('says what it leaves out', () => {
    expect(packetAsCurl(row(new Talk().ping({ credentials: true })))).toMatch(/^# Left out: Authorization, which is secret\.\ncurl /);
  });

  it('goes to the server of its connection where it names none', () => {
    const talk = new Talk().raw('client', 'BITS_POST /a HTTP/1.0\r\nBITS-Packet-Type: Ping\r\n\r\n');
    const { timeline } = recorded(talk.events);
    expect(packetAsCurl(row(talk), timeline.connections.get('c1'))).toContain('curl -X BITS_POST --http1.0 http://bits.example.test:80/a ');
  });

  it('hurts nobody, whatever its host is', () => {
    const talk = new Talk().raw('client', "BITS_POST /a HTTP/1.1\r\nHost: h'$(touch x);\r\nBITS-Packet-Type: Ping\r\n\r\n");
    expect(packetAsCurl(row(talk))).toContain(`'http://h'\\''$(touch x);'/a `);
  });

  it('is nothing where there was no request', () => {
    expect(packetAsCurl(row(new Talk().raw('client', 'garbage\r\n\r\n')))).toBe('# x1 is nothing that curl can send.\n');
  });
});

describe('a packet as text', () => {
  it('has both heads as they were sent, and what was found', () => {
    const text = packetAsText(row(new Talk().begin().stored('0-99/300').close().answer(200), 'x3'));
    expect(text).toMatch(
      /^x3, c1, s1: Close-Session -> 200\n\n2025-03-04T09:00:00\.060000Z\n\nBITS_POST \/inbox\/report\.bin HTTP\/1\.1\nBITS-Packet-Type: Close-Session\n/,
    );
    expect(text).toContain('\n\nHTTP/1.1 200 Whatever\n');
    expect(text).toContain('error premature-close-session (client): Closed with 100 of 300 bytes');
  });

  it('has bodies by their size', () => {
    expect(packetAsText(row(new Talk().fragment('0-9/20')))).toContain('\n\n(10 bytes of body)\n');
  });

  it('hides nothing', () => {
    const talk = new Talk().raw('client', 'BITS_POST / HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nX: \u001b[2J\r\n\r\n');
    expect(packetAsText(row(talk))).toContain('X: ⟨ESC⟩[2J');
  });
});

describe('a packet as JSON', () => {
  it('has the shapes of the events, and offsets as text', () => {
    const { exchange, request, answer, findings } = JSON.parse(packetAsJson(row(new Talk().begin().stored('0-99/300'), 'x2')));
    expect(exchange).toMatchObject({ id: 'x2', request: { head: { method: 'BITS_POST' } } });
    expect(request).toMatchObject({ type: 'fragment', range: { first: '0', last: '99', total: '300' } });
    expect(answer).toMatchObject({ type: 'fragment-ack', nextOffset: '100' });
    expect(findings).toMatchObject([{ rule: 'missing-session-id-in-ack' }]);
  });
});
