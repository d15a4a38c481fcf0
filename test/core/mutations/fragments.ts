/** Rules of Fragments and their Acks (protocol.md §4 D, E), each with a clean conversation that one change spoils. */
import { ackFor, created, fragment, ID, OTHER_ID, packet } from '../../kit/blocks.ts';
import {
  after,
  all,
  answer,
  atEnd,
  body,
  type Change,
  dropped,
  header,
  type Place,
  plus,
  renamed,
  request,
  without,
} from '../../kit/change-conversation.ts';
import type { Mutation } from '../../kit/mutation.ts';

const ACCEPTED = { 'invalid-request-accepted': 'the server answers as if nothing were wrong' };
const RECEIVED = 'BITS-Received-Content-Range';
const RESUMED = { id: '{5C0D1A77-2B64-4D0F-A1C8-93E6F0B7D2A4}', path: '/inbox/crash.dmp' };
const CANCELLED = { id: '{9E2C41B7-60D8-4A35-B1F9-7C0853D6E2A4}', headers: ['Content-Name: report.bin'] };
const REPLY = 'BITS-Reply-URL: http://bits.example.test/inbox/replies/1.bin';

/** The Fragment carries these bytes of the file, and says so. */
function carries(place: Place, range: string, text?: string): Change {
  const [first = 0, last = 0] = range.split(/[-/]/).map(Number);
  const length = last - first + 1;
  return all(
    header(place, 'Content-Range', `bytes ${range}`),
    header(place, 'Content-Length', `${length}`),
    body(place, text ?? `<<${length} bytes>>`),
  );
}

const asksFor = (place: Place, offset: number): Change => header(place, RECEIVED, `${offset}`);

/** The same bytes once more, acknowledged with the same offset as before. */
function inVain(seconds: number): readonly string[] {
  return [
    fragment(`${seconds} c1`, '8192-16383/20000', CANCELLED),
    ackFor(CANCELLED.id, `${seconds + 0.01} c1`, '200 OK', `${RECEIVED}: 8192`),
  ];
}

/** Another upload to the same URL, on a connection of its own; this time the application has nothing to say. */
const uploadWithoutReply: readonly string[] = (() => {
  const there = { id: OTHER_ID, host: 'iis.example.test', path: '/drop/claims.xml' };
  return [
    '3.000 c4 open 192.0.2.10:50303 iis.example.test:80',
    packet('3.001 c4', 'Create-Session', there),
    created('3.010 c4', OTHER_ID, 'Accept-Encoding: identity'),
    fragment('3.020 c4', '0-4095/4096', there),
    ackFor(OTHER_ID, '3.030 c4', '200 OK', `${RECEIVED}: 4096`),
    packet('3.040 c4', 'Close-Session', there),
    ackFor(OTHER_ID, '3.050 c4', '200 OK'),
  ];
})();

export const FRAGMENTS: readonly Mutation[] = [
  {
    rule: 'content-range-missing',
    severity: 'error',
    from: 'clean-upload',
    change: without(request(4), 'Content-Range'),
    consequences: ACCEPTED,
  },
  {
    rule: 'content-range-malformed',
    severity: 'error',
    from: 'clean-upload',
    change: header(request(4), 'Content-Range', 'bytes 6-10/*'),
    consequences: ACCEPTED,
  },
  {
    rule: 'content-range-malformed',
    severity: 'note',
    from: 'forward-proxy',
    how: 'the unit has a capital',
    change: header(request(4), 'Content-Range', 'Bytes 8192-11999/12000'),
  },
  {
    rule: 'content-range-out-of-bounds',
    severity: 'error',
    from: 'clean-upload',
    how: 'last + 1 is taken for last',
    change: header(request(4), 'Content-Range', 'bytes 6-11/11'),
    consequences: ACCEPTED,
  },
  {
    rule: 'content-range-total-changed',
    severity: 'error',
    from: 'clean-upload',
    change: header(request(4), 'Content-Range', 'bytes 6-10/12'),
  },
  {
    rule: 'content-range-length-mismatch',
    severity: 'error',
    from: 'clean-upload',
    how: 'too many bytes',
    change: all(header(request(3), 'Content-Length', '7'), body(request(3), 'hello !')),
  },
  {
    rule: 'length-mismatch-accepted',
    severity: 'error',
    from: 'clean-upload',
    how: 'too few bytes',
    change: all(header(request(3), 'Content-Length', '5'), body(request(3), 'hello')),
    consequences: {
      'content-range-length-mismatch': 'the client sent too few',
    },
  },
  { rule: 'fragment-gap', severity: 'error', from: 'resumed-after-416', change: carries(request(5), '170-299/300') },
  { rule: 'fragment-overlap', severity: 'note', from: 'resumed-after-416', change: carries(request(5), '90-299/300') },
  { rule: 'fragment-duplicate', severity: 'note', from: 'resumed-after-416', change: carries(request(5), '0-99/300') },
  { rule: 'fragment-ignores-server-offset', severity: 'error', from: 'resumed-after-416', change: carries(request(6), '90-299/300') },
  {
    rule: 'zero-length-upload',
    severity: 'note',
    from: 'clean-upload',
    change: dropped(request(3), answer(3), request(4), answer(4)),
  },
  {
    rule: 'fragment-size-out-of-range',
    severity: 'note',
    from: 'host-id',
    change: all(carries(request(3), '0-99/12000'), asksFor(answer(3), 100), carries(request(4), '100-11999/12000')),
  },
  {
    rule: 'fragment-not-reduced-after-413',
    severity: 'warning',
    from: 'clean-upload',
    change: after(
      answer(3),
      fragment('0.052 c1', '6-10/11', { headers: ['Content-Name: report.bin'] }),
      ackFor(ID, '0.054 c1', '413 Request Entity Too Large', `${RECEIVED}: 6`),
    ),
    consequences: { 'error-details-missing': 'a 413 has no code of its own', 'upload-rejected': 'a 413 needs an explanation' },
  },
  { rule: 'content-encoding-not-accepted', severity: 'error', from: 'clean-upload', change: plus(request(4), 'Content-Encoding: gzip') },
  {
    rule: 'content-name-problem',
    severity: 'note',
    from: 'clean-upload',
    how: 'another name',
    change: header(request(4), 'Content-Name', 'other.bin'),
  },
  {
    rule: 'content-name-problem',
    severity: 'warning',
    from: 'ntlm',
    how: 'a path',
    change: plus(request(5), 'Content-Name: C:\\Users\\ada\\report.bin'),
  },
  { rule: 'missing-received-range', severity: 'error', from: 'clean-upload', change: without(answer(3), RECEIVED) },
  { rule: 'missing-received-range', severity: 'warning', from: 'http-1.0', how: 'at the end', change: without(answer(3), RECEIVED) },
  { rule: 'received-range-malformed', severity: 'error', from: 'clean-upload', change: header(answer(3), RECEIVED, '0-5') },
  {
    rule: 'received-range-malformed',
    severity: 'error',
    from: 'resumed-after-416',
    how: 'misspelt',
    change: renamed(answer(4), RECEIVED, 'BITS-Recieved-Content-Range'),
  },
  {
    rule: 'ack-range-regression',
    severity: 'warning',
    from: 'resumed-after-416',
    change: all(asksFor(answer(4), 50), carries(request(6), '50-299/300')),
  },
  { rule: 'ack-range-beyond-sent', severity: 'error', from: 'clean-upload', change: asksFor(answer(4), 12) },
  { rule: 'ack-range-beyond-sent', severity: 'error', from: 'http-1.0', how: 'last + 2', change: asksFor(answer(3), 12_001) },
  {
    rule: 'ack-range-partial',
    severity: 'note',
    from: 'clean-upload',
    change: all(asksFor(answer(3), 4), carries(request(4), '4-10/11', 'o world')),
  },
  {
    rule: 'ack-range-stall',
    severity: 'warning',
    from: 'cancelled-midway',
    change: after(answer(2), ...inVain(0.1), ...inVain(0.2), ...inVain(0.3)),
    consequences: { 'ack-range-partial': 'each of these Acks names an offset inside its Fragment' },
  },
  {
    rule: 'gap-accepted',
    severity: 'error',
    from: 'clean-upload',
    change: carries(request(3), '1-5/11', 'ello '),
    consequences: { 'fragment-gap': 'the client left it' },
  },
  {
    rule: 'spurious-416',
    severity: 'warning',
    from: 'resumed-after-416',
    change: after(
      answer(4),
      fragment('2.032 c2', '100-299/300', RESUMED),
      ackFor(RESUMED.id, '2.034 c2', '416 Requested Range Not Satisfiable', `${RECEIVED}: 100`),
    ),
  },
  { rule: 'reply-url-unexpected', severity: 'warning', from: 'clean-upload', how: 'at Close', change: plus(answer(5), REPLY) },
  {
    rule: 'reply-url-missing',
    severity: 'warning',
    from: 'windows-upload-reply',
    how: 'the next upload gets none',
    change: atEnd(...uploadWithoutReply),
  },
  {
    rule: 'reply-url-malformed',
    severity: 'error',
    from: 'windows-upload-reply',
    change: header(answer(3), 'BITS-Reply-URL', 'ftp://iis.example.test/reply.bin'),
    consequences: { 'reply-not-downloaded-before-close': 'nobody can fetch it' },
  },
];
