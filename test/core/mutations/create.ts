/** Rules of Create-Session and of session ids (protocol.md §4 B, C), each with a clean conversation that one change spoils. */
import { ackFor, created, fragment, ID, NOT_FOUND, OTHER_ID, PROTOCOL, packet } from '../../kit/blocks.ts';
import {
  after,
  all,
  answer,
  atEnd,
  before,
  type Change,
  cutBefore,
  dropped,
  everywhere,
  header,
  plus,
  request,
  without,
} from '../../kit/change-conversation.ts';
import type { Mutation } from '../../kit/mutation.ts';

const ACCEPTED = { 'invalid-request-accepted': 'the server answers as if nothing were wrong' };
const FOREIGN_PROTOCOL = '{11111111-2222-4333-8444-555555555555}';
/** The session of the samples that are not the worked example. */
const FARM_ID = '{9E2C41B7-60D8-4A35-B1F9-7C0853D6E2A4}';

/** Two messages: a Create-Session that the server accepts, with this id. */
function createdAs(id: string, seconds: number): readonly string[] {
  return [packet(`${seconds} c1`, 'Create-Session'), created(`${seconds + 0.001} c1`, id, 'Accept-Encoding: identity')];
}

/** The node does not answer the second Fragment; 5 s later the client goes on with the origin. */
const backToTheOrigin: Change = all(
  cutBefore(answer(4)),
  atEnd(
    '0.130 c2 close client reset',
    '5.000 c3 open 192.0.2.10:50502 bits.example.test:80',
    packet('5.001 c3', 'Ping'),
    '5.002 c3 server\nHTTP/1.1 200 OK\nBITS-Packet-Type: Ack\nContent-Length: 0\n',
    fragment('5.010 c3', '8192-11999/12000', { id: FARM_ID }),
    ackFor(FARM_ID, '5.020 c3', '200 OK', 'BITS-Received-Content-Range: 12000'),
    packet('5.030 c3', 'Close-Session', { id: FARM_ID }),
    ackFor(FARM_ID, '5.040 c3', '200 OK'),
  ),
);

export const CREATE: readonly Mutation[] = [
  {
    rule: 'supported-protocols-invalid',
    severity: 'error',
    from: 'clean-upload',
    how: 'the id has no braces',
    change: header(request(2), 'BITS-Supported-Protocols', PROTOCOL.slice(1, -1)),
    consequences: ACCEPTED,
  },
  {
    rule: 'no-common-protocol',
    severity: 'error',
    from: 'clean-upload',
    change: header(request(2), 'BITS-Supported-Protocols', FOREIGN_PROTOCOL),
  },
  {
    rule: 'unsupported-protocol-chosen',
    severity: 'error',
    from: 'clean-upload',
    change: header(answer(2), 'BITS-Protocol', FOREIGN_PROTOCOL),
  },
  { rule: 'missing-protocol-in-ack', severity: 'warning', from: 'clean-upload', change: without(answer(2), 'BITS-Protocol') },
  {
    rule: 'missing-protocol-in-ack',
    severity: 'warning',
    from: 'http-1.0',
    how: 'it is the word None',
    change: header(answer(1), 'BITS-Protocol', 'None'),
  },
  {
    rule: 'missing-session-id-in-create-ack',
    severity: 'error',
    from: 'clean-upload',
    change: all(without(answer(2), 'BITS-Session-Id'), cutBefore(request(3))),
  },
  { rule: 'session-id-format', severity: 'note', from: 'clean-upload', change: everywhere(ID, '4711') },
  {
    rule: 'session-id-format',
    severity: 'note',
    from: 'clean-upload',
    how: 'Create-Session has one',
    change: plus(request(2), `BITS-Session-Id: ${OTHER_ID}`),
  },
  {
    rule: 'session-id-reused',
    severity: 'error',
    from: 'clean-upload',
    change: all(
      cutBefore(request(5)),
      atEnd(
        '0.080 c2 open 192.0.2.77:50900 bits.example.test:80',
        packet('0.081 c2', 'Create-Session', { path: '/inbox/other.bin' }),
        created('0.082 c2', ID, 'Accept-Encoding: identity'),
      ),
    ),
  },
  {
    rule: 'session-restart-loop',
    severity: 'note',
    from: 'clean-upload',
    how: 'a second session',
    change: before(request(2), ...createdAs(OTHER_ID, 0.012)),
  },
  {
    rule: 'session-restart-loop',
    severity: 'warning',
    from: 'clean-upload',
    how: 'a third session',
    change: before(request(2), ...createdAs(OTHER_ID, 0.012), ...createdAs('{0B7F36A2-9D14-4E8C-A5B3-61C2D9E80F47}', 0.015)),
  },
  {
    rule: 'accept-encoding-not-identity',
    severity: 'warning',
    from: 'clean-upload',
    change: header(answer(2), 'Accept-Encoding', 'gzip'),
  },
  {
    rule: 'host-id-malformed',
    severity: 'error',
    from: 'host-id',
    change: all(header(answer(1), 'BITS-Host-Id', 'http://node2.example.test/'), cutBefore(request(2))),
  },
  {
    rule: 'host-id-ignored',
    severity: 'error',
    from: 'host-id',
    how: 'the client stays with the origin',
    change: all(
      dropped(request(2), answer(2)),
      everywhere('\nHost: node2.example.test', '\nHost: bits.example.test'),
      everywhere('node2.example.test:80', 'bits.example.test:80'),
    ),
  },
  { rule: 'host-id-ignored', severity: 'note', from: 'host-id', how: 'no Ping first', change: dropped(request(2), answer(2)) },
  {
    rule: 'fallback-timeout-invalid',
    severity: 'warning',
    from: 'host-id',
    change: header(answer(1), 'BITS-Host-Id-Fallback-Timeout', 'soon'),
  },
  {
    rule: 'fallback-timeout-invalid',
    severity: 'note',
    from: 'host-id',
    how: 'there is none',
    change: without(answer(1), 'BITS-Host-Id-Fallback-Timeout'),
  },
  {
    rule: 'premature-host-fallback',
    severity: 'warning',
    from: 'host-id',
    change: backToTheOrigin,
    consequences: { 'exchange-cut-off': 'the node has to fail first' },
  },
  {
    rule: 'missing-session-id-in-request',
    severity: 'error',
    from: 'clean-upload',
    change: without(request(3), 'BITS-Session-Id'),
    consequences: ACCEPTED,
  },
  {
    rule: 'session-id-unknown',
    severity: 'note',
    from: 'cancelled-midway',
    how: 'it began before our view',
    change: dropped(request(1), answer(1)),
  },
  {
    rule: 'session-id-unknown',
    severity: 'error',
    from: 'cancelled-midway',
    how: 'and the server does not know it',
    change: all(
      cutBefore(request(2)),
      atEnd(
        packet('0.050 c1', 'Cancel-Session', { id: OTHER_ID }),
        ackFor(OTHER_ID, '0.060 c1', '500 Internal Server Error', ...NOT_FOUND),
      ),
    ),
  },
  { rule: 'session-id-mismatch-in-ack', severity: 'error', from: 'clean-upload', change: header(answer(3), 'BITS-Session-Id', OTHER_ID) },
  { rule: 'session-id-mismatch-in-ack', severity: 'error', from: 'host-id', change: header(answer(4), 'BITS-Session-Id', OTHER_ID) },
  { rule: 'missing-session-id-in-ack', severity: 'note', from: 'clean-upload', change: without(answer(3), 'BITS-Session-Id') },
  {
    rule: 'packet-after-close',
    severity: 'warning',
    from: 'clean-upload',
    change: after(answer(5), packet('0.092 c1', 'Close-Session'), ackFor(ID, '0.094 c1', '500 Internal Server Error', ...NOT_FOUND)),
  },
];
