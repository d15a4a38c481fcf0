/** Rules of transport, framing, authentication and time (protocol.md §4 A, H), each with a clean conversation that one change spoils. */
import { fragment, ID, packet } from '../../kit/blocks.ts';
import {
  after,
  all,
  answer,
  atEnd,
  before,
  body,
  type Change,
  cutBefore,
  dropped,
  header,
  inBlocks,
  later,
  movedBefore,
  plus,
  renamed,
  request,
  startLine,
  without,
} from '../../kit/change-conversation.ts';
import type { Mutation } from '../../kit/mutation.ts';

const ACCEPTED = { 'invalid-request-accepted': 'the server answers as if nothing were wrong' };
const EMPTY_CHUNKS = '<<hex 30 0d 0a 0d 0a>>';
const WORLD_IN_CHUNKS = '<<hex 35 0d 0a 77 6f 72 6c 64 0d 0a 30 0d 0a 0d 0a>>';

function challenge(when: string, scheme: string): string {
  return [`${when} server`, 'HTTP/1.1 401 Unauthorized', `WWW-Authenticate: ${scheme}`, 'Content-Length: 0', ''].join('\n');
}

function chunked(place: Parameters<typeof body>[0], chunks: string): Change {
  return all(without(place, 'Content-Length'), plus(place, 'Transfer-Encoding: chunked'), body(place, chunks));
}

/** The server closes after every answer; the client comes back on connections c1, c2, … */
const eachOnItsOwnConnection: Change = inBlocks((blocks) => {
  let count = 0;
  return blocks.flatMap((block) => {
    const [seconds = '', , what = ''] = block.split(/\s+/, 3);
    if (what === 'close') return [];
    if (what === 'client') count += 1;
    const moved = block.replace(' c1 ', ` c${Math.max(1, count)} `);
    const opened = what === 'client' && count > 1 ? [`${seconds} c${count} open 192.0.2.10:${50_211 + count} bits.example.test:80`] : [];
    return [...opened, moved, ...(what === 'server' ? [`${seconds} c${count} close server fin`] : [])];
  });
});

export const TRANSPORT: readonly Mutation[] = [
  {
    rule: 'wrong-http-version',
    severity: 'error',
    from: 'clean-upload',
    how: 'an answer is HTTP/1.0',
    change: startLine(answer(5), 'HTTP/1.0 200 OK'),
  },
  {
    rule: 'wrong-http-version',
    severity: 'error',
    from: 'clean-upload',
    how: 'a request is HTTP/1.0',
    change: startLine(request(1), 'BITS_POST /inbox/report.bin HTTP/1.0'),
  },
  {
    rule: 'method-not-bits-post',
    severity: 'warning',
    from: 'clean-upload',
    change: startLine(request(1), 'POST /inbox/report.bin HTTP/1.1'),
  },
  {
    rule: 'packet-type-missing',
    severity: 'error',
    from: 'clean-upload',
    change: without(request(1), 'BITS-Packet-Type'),
    consequences: ACCEPTED,
  },
  {
    rule: 'packet-type-unknown',
    severity: 'error',
    from: 'clean-upload',
    change: header(request(1), 'BITS-Packet-Type', 'Pong'),
    consequences: ACCEPTED,
  },
  {
    rule: 'packet-type-unknown',
    severity: 'note',
    from: 'http-1.0',
    how: 'its case is nobody’s',
    change: header(request(2), 'BITS-Packet-Type', 'fRAGMENT'),
  },
  { rule: 'ack-packet-type-missing', severity: 'error', from: 'clean-upload', change: without(answer(1), 'BITS-Packet-Type') },
  { rule: 'ack-packet-type-missing', severity: 'error', from: 'http-1.0', change: without(answer(2), 'BITS-Packet-Type') },
  {
    rule: 'ack-packet-type-invalid',
    severity: 'error',
    from: 'clean-upload',
    change: header(answer(3), 'BITS-Packet-Type', 'Acknowledge'),
  },
  {
    rule: 'ack-packet-type-invalid',
    severity: 'note',
    from: 'forward-proxy',
    how: 'its name is the misprint of the specification',
    change: renamed(answer(3), 'BITS-Packet-Type', 'BITS-Package-Type'),
  },
  { rule: 'content-length-missing', severity: 'error', from: 'clean-upload', change: without(request(1), 'Content-Length') },
  { rule: 'content-length-missing', severity: 'error', from: 'ntlm', change: without(request(6), 'Content-Length') },
  {
    rule: 'request-body-not-allowed',
    severity: 'error',
    from: 'clean-upload',
    change: all(header(request(1), 'Content-Length', '4'), body(request(1), 'null')),
    consequences: ACCEPTED,
  },
  {
    rule: 'ack-content-length-invalid',
    severity: 'warning',
    from: 'clean-upload',
    how: 'an Ack has a body',
    change: all(header(answer(5), 'Content-Length', '2'), body(answer(5), 'ok')),
  },
  {
    rule: 'ack-content-length-invalid',
    severity: 'note',
    from: 'clean-upload',
    how: 'an Ack is empty in chunks',
    change: chunked(answer(5), EMPTY_CHUNKS),
  },
  { rule: 'chunked-request', severity: 'error', from: 'clean-upload', change: chunked(request(4), WORLD_IN_CHUNKS) },
  {
    rule: 'value-too-long',
    severity: 'warning',
    from: 'clean-upload',
    change: plus(request(1), `X-Trace: ${'a'.repeat(4097)}`),
  },
  {
    rule: 'duplicate-bits-header',
    severity: 'warning',
    from: 'clean-upload',
    change: plus(request(3), 'Content-Range: bytes 0-4/11'),
  },
  {
    rule: 'duplicate-bits-header',
    severity: 'note',
    from: 'clean-upload',
    how: 'twice the same',
    change: plus(answer(3), 'BITS-Received-Content-Range: 6'),
  },
  {
    rule: 'concurrent-requests',
    severity: 'error',
    from: 'clean-upload',
    change: movedBefore(request(4), answer(3), 0.045),
  },
  { rule: 'concurrent-requests', severity: 'error', from: 'host-id', change: movedBefore(request(4), answer(3), 0.08) },
  {
    rule: 'destination-url-changed',
    severity: 'warning',
    from: 'clean-upload',
    change: startLine(request(5), 'BITS_POST /inbox/other.bin HTTP/1.1'),
  },
  {
    rule: 'destination-url-changed',
    severity: 'note',
    from: 'clean-upload',
    how: 'only the query differs',
    change: startLine(request(3), 'BITS_POST /inbox/report.bin?part=1 HTTP/1.1'),
  },
  {
    rule: 'destination-url-changed',
    severity: 'warning',
    from: 'forward-proxy',
    change: startLine(request(5), 'BITS_POST http://bits.example.test/inbox/other.bin HTTP/1.1'),
  },
  {
    rule: 'verb-blocked',
    severity: 'error',
    from: 'clean-upload',
    change: all(startLine(answer(1), 'HTTP/1.1 405 Method Not Allowed'), without(answer(1), 'BITS-Packet-Type')),
  },
  {
    rule: 'redirect-on-bits-post',
    severity: 'warning',
    from: 'clean-upload',
    change: before(
      request(2),
      packet('0.012 c1', 'Create-Session'),
      '0.014 c1 server\nHTTP/1.1 302 Found\nLocation: https://bits.example.test/inbox/report.bin\nContent-Length: 0\n',
    ),
  },
  { rule: 'exchange-cut-off', severity: 'warning', from: 'clean-upload', change: dropped(answer(5)) },
  { rule: 'exchange-cut-off', severity: 'warning', from: 'http-1.0', change: dropped(answer(4)) },
  {
    rule: 'fragment-auth-challenge',
    severity: 'note',
    from: 'clean-upload',
    change: after(
      answer(3),
      fragment('0.052 c1', '6-10/11', { headers: ['Content-Name: report.bin'] }),
      challenge('0.054 c1', 'Negotiate'),
    ),
  },
  {
    rule: 'auth-loop',
    severity: 'error',
    from: 'ntlm',
    change: after(
      answer(2),
      packet('0.042 c1', 'Ping', { headers: ['Authorization: NTLM TlRMTVNTUAADAAAA'] }),
      challenge('0.044 c1', 'NTLM'),
    ),
  },
  {
    rule: 'ntlm-connection-split',
    severity: 'error',
    from: 'ntlm',
    change: all(
      cutBefore(request(3)),
      atEnd(
        '0.045 c2 open 192.0.2.10:50212 bits.example.test:80',
        packet('0.050 c2', 'Ping', { headers: ['Authorization: NTLM TlRMTVNTUAADAAAA'] }),
        challenge('0.060 c2', 'NTLM'),
      ),
    ),
  },
  {
    rule: 'basic-auth-cleartext',
    severity: 'warning',
    from: 'http-1.0',
    change: plus(request(1), 'Authorization: Basic dXNlcjpzZWNyZXQ='),
  },
  { rule: 'response-timeout', severity: 'warning', from: 'clean-upload', how: 'after 90 s', change: later(answer(4), 90) },
  { rule: 'response-timeout', severity: 'error', from: 'host-id', how: 'after 400 s', change: later(answer(4), 400) },
  { rule: 'server-closes-unannounced', severity: 'warning', from: 'clean-upload', change: eachOnItsOwnConnection },
  { rule: 'header-unexpected', severity: 'note', from: 'clean-upload', change: plus(answer(1), `BITS-Session-Id: ${ID}`) },
  { rule: 'host-missing', severity: 'error', from: 'clean-upload', change: without(request(1), 'Host') },
  { rule: 'host-missing', severity: 'error', from: 'forward-proxy', how: 'the target has one', change: without(request(3), 'Host') },
];
