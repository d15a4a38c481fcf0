/** Rules of errors, of the end of a session and of what follows from others (protocol.md §4 F, G, §4.1), each with a clean conversation that one change spoils. */
import { ack, ackFor, created, fragment, ID, INVALID, NOT_FOUND, packet } from '../../kit/blocks.ts';
import { after, all, answer, atEnd, body, cutBefore, dropped, header, plus, request, startLine } from '../../kit/change-conversation.ts';
import type { Mutation } from '../../kit/mutation.ts';

const RECEIVED = 'BITS-Received-Content-Range';
const BEACON_HOST = '198.51.100.7:8080';

/** A server tells the application behind it of the upload, and names one of the two files only. */
const oddNotification: readonly string[] = [
  '0.100 c9 open 198.51.100.20:49200 app.example.test:80',
  [
    '0.101 c9 client',
    'POST /claims HTTP/1.1',
    'BITS-Original-Request-URL: http://iis.example.test/drop/claims.xml',
    'BITS-Request-DataFile-Name: C:\\drop\\BITS-Sessions\\Requests\\{11AF33C0-5D21-4B7E-8E55-0C2A4E6F7B90}\\requestfile.bin',
    'User-Agent: BITSExts 1.5',
    'Host: app.example.test',
    'Content-Length: 0',
    '',
  ].join('\n'),
  '0.150 c9 server\nHTTP/1.1 200 OK\nContent-Length: 0\n',
];

/** Every minute a few bytes up and a few bytes down, with a host that has no name and one token for both ways. */
function beacon(index: number): readonly string[] {
  const id = `{7A51C0DE-0000-4000-8000-00000000000${index}}`;
  const there = { id, host: BEACON_HOST, path: '/u/4f1c9a7e22d0' };
  const when = (seconds: number) => `${(10 + index * 60 + seconds).toFixed(3)} b${index}`;
  return [
    `${when(0)} open 192.0.2.99:${51_000 + index} ${BEACON_HOST}`,
    packet(when(0.001), 'Create-Session', there),
    created(when(0.01), id, 'Server: Microsoft-IIS/10.0', 'Accept-Encoding: identity'),
    fragment(when(0.02), '0-63/64', there),
    ackFor(id, when(0.03), '200 OK', `${RECEIVED}: 64`, `BITS-Reply-URL: http://${BEACON_HOST}/r/4f1c9a7e22d0`),
    `${when(0.04)} client\nGET /r/4f1c9a7e22d0 HTTP/1.1\nUser-Agent: Microsoft BITS/7.8\nHost: ${BEACON_HOST}\n`,
    `${when(0.05)} server\nHTTP/1.1 200 OK\nContent-Length: 32\n\n<<32 bytes>>`,
    packet(when(0.06), 'Close-Session', there),
    ackFor(id, when(0.07), '200 OK'),
    `${when(0.08)} close client fin`,
  ];
}

export const ENDINGS: readonly Mutation[] = [
  {
    rule: 'error-header-nonstandard',
    severity: 'warning',
    from: 'resumed-after-416',
    how: 'the code is decimal',
    change: plus(answer(4), 'BITS-Error: -2147024809', 'BITS-Error-Context: 0x5'),
  },
  {
    rule: 'ack-headers-contradict-status',
    severity: 'warning',
    from: 'clean-upload',
    change: plus(answer(1), 'BITS-Error-Code: 0x1'),
  },
  {
    rule: 'error-details-missing',
    severity: 'note',
    from: 'clean-upload',
    change: all(cutBefore(answer(2)), atEnd(ack('0.030 c1', '403 Forbidden'))),
    consequences: { 'upload-rejected': 'a 403 says enough to explain it' },
  },
  {
    rule: 'error-context-invalid',
    severity: 'warning',
    from: 'resumed-after-416',
    change: plus(answer(4), 'BITS-Error: 0x0', 'BITS-Error-Context: 0x9'),
  },
  { rule: 'status-hresult-mismatch', severity: 'warning', from: 'resumed-after-416', change: plus(answer(4), ...INVALID) },
  {
    rule: 'status-hresult-mismatch',
    severity: 'note',
    from: 'clean-upload',
    how: '201',
    change: startLine(answer(2), 'HTTP/1.1 201 Created'),
  },
  {
    rule: 'session-not-found-not-signalled',
    severity: 'error',
    from: 'clean-upload',
    change: after(answer(5), packet('0.092 c1', 'Close-Session'), ackFor(ID, '0.094 c1', '400 Bad Request', ...INVALID)),
    consequences: { 'packet-after-close': 'only a session that is gone can be not found' },
  },
  {
    rule: 'upload-rejected',
    severity: 'error',
    from: 'clean-upload',
    change: all(cutBefore(answer(2)), atEnd(ack('0.030 c1', '403 Forbidden', 'BITS-Error: 0x80070005', 'BITS-Error-Context: 0x5'))),
  },
  {
    rule: 'premature-close-session',
    severity: 'error',
    from: 'clean-upload',
    how: 'and it is refused',
    change: all(startLine(answer(5), 'HTTP/1.1 400 Bad Request'), plus(answer(5), ...INVALID), dropped(request(4), answer(4))),
  },
  {
    rule: 'incomplete-close-accepted',
    severity: 'warning',
    from: 'http-1.0',
    change: dropped(request(3), answer(3)),
    consequences: { 'premature-close-session': 'the client closed too early' },
  },
  {
    rule: 'reply-not-downloaded-before-close',
    severity: 'error',
    from: 'windows-upload-reply',
    change: dropped(request(5), answer(5)),
  },
  {
    rule: 'close-session-missing',
    severity: 'warning',
    from: 'clean-upload',
    change: all(dropped(request(5), answer(5)), atEnd('1200.000 traffic-ended')),
  },
  {
    rule: 'close-retry-violation',
    severity: 'warning',
    from: 'clean-upload',
    how: 'after the server called the session unknown',
    consequences: { 'upload-rejected': 'the server lost a session that it should have' },
    change: all(
      startLine(answer(5), 'HTTP/1.1 500 Internal Server Error'),
      plus(answer(5), ...NOT_FOUND),
      after(answer(4), packet('0.072 c1', 'Close-Session'), ackFor(ID, '0.074 c1', '500 Internal Server Error', ...NOT_FOUND)),
    ),
  },
  {
    rule: 'cancel-after-complete',
    severity: 'note',
    from: 'windows-upload-reply',
    change: header(request(6), 'BITS-Packet-Type', 'Cancel-Session'),
  },
  {
    rule: 'notification-anomaly',
    severity: 'warning',
    from: 'windows-upload-reply',
    change: after(request(3), ...oddNotification),
  },
  {
    rule: 'suspicious-upload-reply-beacon',
    severity: 'note',
    from: 'clean-upload',
    change: atEnd(...[0, 1, 2, 3, 4, 5].flatMap(beacon)),
  },
  {
    rule: 'invalid-request-accepted',
    severity: 'warning',
    from: 'clean-upload',
    change: all(header(request(5), 'Content-Length', '2'), body(request(5), '{}')),
    consequences: { 'request-body-not-allowed': 'it is what makes the request invalid' },
  },
  {
    rule: 'ping-rejected',
    severity: 'warning',
    from: 'clean-upload',
    change: all(startLine(answer(1), 'HTTP/1.1 500 Internal Server Error'), plus(answer(1), ...NOT_FOUND)),
  },
  {
    rule: 'packet-after-close-accepted',
    severity: 'error',
    from: 'clean-upload',
    change: after(answer(5), fragment('0.092 c1', '6-10/11'), ackFor(ID, '0.094 c1', '200 OK', `${RECEIVED}: 11`)),
    consequences: { 'packet-after-close': 'the client sent it' },
  },
  {
    rule: 'session-abandoned',
    severity: 'note',
    from: 'cancelled-midway',
    change: all(dropped(request(3), answer(3)), atEnd('1200.000 traffic-ended')),
  },
];
