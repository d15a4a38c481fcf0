import { describe, expect, it } from 'vitest';
import type { CaptureOptions } from '../../../proxy/core/capture/capture-options.ts';
import { pcapng } from '../../kit/capture-file.ts';
import { readCapture, said } from '../../kit/captured.ts';
import { type Segment, tcpPacket } from '../../kit/packets.ts';
import { TcpPeers } from '../../kit/tcp-peers.ts';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

function read(segments: readonly Segment[], options?: CaptureOptions) {
  return readCapture(
    [
      pcapng(
        segments.map((segment) => ({ bytes: tcpPacket(segment) })),
        101,
      ),
    ],
    options,
  );
}

function talk(...lines: readonly (readonly ['client' | 'server', string])[]): Segment[] {
  const peers = new TcpPeers();
  return [...peers.open(), ...lines.map(([who, text]) => peers.send(who, text))];
}

const OPENED = 'c1 192.0.2.10:50211 -> 192.0.2.1:80';

describe('HTTP', () => {
  it.each<[string, string, readonly (readonly ['client' | 'server', string])[]]>([
    ['a request with any method', '443', [['client', 'BITS_POST /a HTTP/1.1\r\n']]],
    [
      'a request in pieces',
      '8080',
      [
        ['client', 'BITS'],
        ['client', '_POST /a HT'],
        ['client', 'TP/1.1\r\n'],
      ],
    ],
    ['an empty line in front of a request', '1', [['client', '\r\n\r\nGET / HTTP/1.0\r\n']]],
    [
      'an answer to what is no request',
      '80',
      [
        ['client', '\x01\x02\x03'],
        ['server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
      ],
    ],
    ['an answer without a request', '80', [['server', 'HTTP/1.1 408 Request Timeout\r\n\r\n']]],
  ])('is known on any port by %s', (_, port, lines) => {
    const peers = new TcpPeers('192.0.2.10:50211', `192.0.2.1:${port}`);
    const { events, summary } = read([...peers.open(), ...lines.map(([who, text]) => peers.send(who, text))]);
    const bytes = events.flatMap((event) => (event.type === 'data' ? [Buffer.from(event.bytes).toString('latin1')] : []));
    expect(events[0]).toMatchObject({ type: 'opened', client: '192.0.2.10:50211', server: `192.0.2.1:${port}` });
    expect(bytes).toEqual(lines.map(([, text]) => text));
    expect(summary).toMatchObject({ connections: 1, http: 1, tls: 0, other: 0 });
  });

  it('is found behind the greeting of a proxy', () => {
    const greeting = talk(['client', '\x05\x01\x00'], ['server', '\x05\x00'], ['client', 'GET / HTTP/1.1\r\n\r\n'], ['server', ANSWER]);
    expect(said(read(greeting).events)).toEqual([OPENED, 'c1 client: GET / HTTP/1.1\r\n\r\n', `c1 server: ${ANSWER}`]);
  });

  it('is told with its end, though that came before it was known', () => {
    const peers = new TcpPeers();
    const segments = [...peers.open(), peers.send('client', '\x01'), peers.end('client'), peers.send('server', ANSWER)];
    expect(said(read(segments).events)).toEqual([OPENED, 'c1 client: \x01', 'c1 client ended', `c1 server: ${ANSWER}`]);
  });
});

describe('another protocol', () => {
  it.each<[string, readonly (readonly ['client' | 'server', string])[]]>([
    [
      'SSH',
      [
        ['server', 'SSH-2.0-OpenSSH_9.6\r\n'],
        ['client', 'SSH-2.0-PuTTY\r\n'],
      ],
    ],
    [
      'SMTP',
      [
        ['server', '220 mail.example.test ESMTP\r\n'],
        ['client', 'EHLO client.example.test\r\n'],
      ],
    ],
    ['bytes of only one side', [['client', '\x00\x01\x02']]],
    ['a request of the server', [['server', 'GET / HTTP/1.1\r\n\r\n']]],
    ['a line that never ends', [['client', 'a'.repeat(1000)]]],
  ])('(%s) is counted, and nothing is told', (_, lines) => {
    const { events, summary } = read(talk(...lines));
    expect(events).toEqual([]);
    expect(summary).toMatchObject({ connections: 1, http: 0, other: 1 });
  });

  it('is not counted where nothing was said', () => {
    expect(read(talk()).summary).toMatchObject({ connections: 1, http: 0, other: 0 });
  });

  it('waits for no more than it may', () => {
    const { events, summary } = read(talk(['client', '\x00'.repeat(1000)], ['client', '\x00'.repeat(1000)], ['server', ANSWER]), {
      maxUnknownBytes: 1500,
    });
    expect(said(events)).toEqual([OPENED, `c1 server: ${ANSWER}`]);
    expect(summary.bytesBeforeFirst).toBe(2000);
  });
});

describe('TLS', () => {
  const hello = '\x16\x03\x01\x00\x05hello';

  it('is told once for each server, with the frame and what to do', () => {
    const connections = [1, 2, 3].flatMap((port) => {
      const peers = new TcpPeers(`192.0.2.10:${port}`, port === 3 ? '192.0.2.9:8443' : '192.0.2.1:443');
      return [...peers.open(), peers.send('client', hello), peers.send('server', hello)];
    });
    const { events, summary } = read(connections);
    expect(events).toMatchObject([
      { type: 'fault', code: 'capture-tls', message: expect.stringMatching(/192\.0\.2\.10:1 and 192\.0\.2\.1:443 .*frame 4.*terminator/) },
      { type: 'fault', code: 'capture-tls', message: expect.stringMatching(/192\.0\.2\.9:8443/) },
    ]);
    expect(summary).toMatchObject({ tls: 3, http: 0, other: 0, faults: { 'capture-tls': 3 } });
  });

  it('is told at most ten times', () => {
    const connections = Array.from({ length: 30 }, (_, index) => {
      const peers = new TcpPeers('192.0.2.10:1', `192.0.2.1:${index + 1}`);
      return [...peers.open(), peers.send('client', hello)];
    });
    const { events, summary } = read(connections.flat());
    expect(events).toHaveLength(10);
    expect(events[9]).toMatchObject({ message: expect.stringMatching(/only counted\.$/) });
    expect(summary.faults).toEqual({ 'capture-tls': 30 });
  });

  it('is known in its middle by its second record', () => {
    const peers = new TcpPeers();
    const record = '\x17\x03\x03\x01\x00';
    expect(read([peers.send('server', record)]).summary).toMatchObject({ tls: 0, other: 1 });
    expect(read([peers.send('server', record), peers.send('client', record)]).summary).toMatchObject({ tls: 1, other: 0 });
  });
});
