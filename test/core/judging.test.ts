import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import type { Finding } from '../../proxy/core/rules/rule.ts';
import type { TimelineEvent } from '../../proxy/core/timeline.ts';
import { readConversation } from '../kit/conversation.ts';

const ID = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';
const UPLOAD = `=== 0.000 c1 open 192.0.2.10:50211 bits.example.test:80
=== 0.010 c1 client
BITS_POST /inbox/report.bin HTTP/1.1
BITS-Packet-Type: Create-Session
BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}
Host: bits.example.test
Content-Length: 0

=== 0.020 c1 server
HTTP/1.1 200 OK
BITS-Packet-Type: Ack
BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}
BITS-Session-Id: ${ID}
Content-Length: 0

=== 0.030 c1 client
BITS_POST /inbox/report.bin HTTP/1.1
BITS-Packet-Type: Fragment
BITS-Session-Id: ${ID}
Content-Range: bytes 0-99/TOTAL
Host: bits.example.test
Content-Length: 100

<<100 bytes>>
=== 0.040 c1 server
HTTP/1.1 200 OK
BITS-Packet-Type: Ack
BITS-Session-Id: ${ID}
BITS-Received-Content-Range: 100
Content-Length: 0
`;
const HALF = UPLOAD.replace('TOTAL', '200');
const WHOLE = UPLOAD.replace('TOTAL', '100');
const CLOSE = `=== 0.050 c1 client
BITS_POST /inbox/report.bin HTTP/1.1
BITS-Packet-Type: Close-Session
BITS-Session-Id: ${ID}
Host: bits.example.test
Content-Length: 0

=== 0.060 c1 server
HTTP/1.1 200 OK
BITS-Packet-Type: Ack
BITS-Session-Id: ${ID}
Content-Length: 0
`;
const HOUR = 3600;

function run(...parts: readonly string[]): readonly TimelineEvent[] {
  const analyzer = new Analyzer();
  return readConversation(parts.join('\n')).flatMap((event) => analyzer.feed(event));
}

const findings = (events: readonly TimelineEvent[]): readonly Finding[] =>
  events.flatMap((event) => (event.type === 'finding' ? [event.finding] : []));
const said = (...parts: readonly string[]) => findings(run(...parts)).map(({ rule, severity }) => `${severity} ${rule}`);

describe('a session at the end of the traffic', () => {
  it('is judged as it stands, by how long it was silent', () => {
    expect(said(WHOLE, '=== 1200 traffic-ended')).toEqual(['warning close-session-missing']);
    expect(said(HALF, '=== 1200 traffic-ended')).toEqual(['note session-abandoned']);
  });

  it('is left alone when its last packet has just been there', () => {
    expect(said(WHOLE, '=== 1 traffic-ended')).toEqual([]);
    expect(said(HALF, '=== 1 traffic-ended')).toEqual([]);
  });

  it('is left alone when it was closed', () => {
    expect(said(WHOLE, CLOSE, '=== 90000 traffic-ended')).toEqual([]);
  });

  it('is not silent while a packet of it waits for its answer', () => {
    const waiting = `=== 1 c1 client\nBITS_POST /inbox/report.bin HTTP/1.1\nBITS-Packet-Type: Fragment\nBITS-Session-Id: ${ID}\nContent-Range: bytes 100-199/200\nHost: bits.example.test\nContent-Length: 100\n\n<<100 bytes>>`;
    expect(said(HALF, waiting, '=== 1200 traffic-ended').filter((text) => text.includes('abandoned'))).toEqual([]);
  });

  it('has its findings beside its last exchange and in its own count', () => {
    const events = run(WHOLE, '=== 1200 traffic-ended');
    expect(findings(events)).toMatchObject([{ session: 's1', exchange: 'x2', evidence: { silenceMs: 1_199_960 } }]);
    expect(events.findLast(({ type }) => type === 'session')).toMatchObject({ session: { findings: { error: 0, warning: 1, note: 0 } } });
  });
});

describe('a session that is quiet', () => {
  it('is judged after a day, when a tick comes', () => {
    expect(said(WHOLE, `=== ${23 * HOUR} tick`)).toEqual([]);
    expect(said(WHOLE, `=== ${25 * HOUR} tick`)).toEqual(['warning close-session-missing']);
    expect(said(HALF, `=== ${25 * HOUR} tick`)).toEqual(['note session-abandoned']);
  });

  it('is judged once, however many ticks come', () => {
    expect(said(HALF, `=== ${25 * HOUR} tick`, `=== ${26 * HOUR} tick`, `=== ${50 * HOUR} tick`)).toEqual(['note session-abandoned']);
  });

  it('is not told a second time at the end of the traffic, but counted', () => {
    const told = findings(run(HALF, `=== ${25 * HOUR} tick`, `=== ${26 * HOUR} traffic-ended`));
    expect(told.map(({ id, evidence }) => [id, evidence.times])).toEqual([
      ['f1', undefined],
      ['f1', 2],
    ]);
  });
});

describe('a notification', () => {
  const post = (connection: string, header: string) => `=== 0.100 ${connection} open 192.0.2.80:50900 app.example.test:80
=== 0.110 ${connection} client
POST /app HTTP/1.1
Host: app.example.test
${header}
Content-Length: 0

=== 0.120 ${connection} server
HTTP/1.1 200 OK
Content-Length: 0
`;
  const url = (path: string) => `BITS-Original-Request-URL: http://bits.example.test${path}`;
  const files = (id: number) => `BITS-Request-DataFile-Name: C:\\${id}\\in\nBITS-Response-DataFile-Name: C:\\${id}\\out`;
  const kinds = (events: readonly TimelineEvent[]) => events.flatMap((event) => (event.type === 'exchange' ? [event.exchange.kind] : []));

  it('is an exchange of its own kind, of no session, and is judged', () => {
    const events = run(post('c5', `${url('/a')}\nBITS-Request-DataFile-Name: C:\\1\\in`));
    expect(new Set(kinds(events))).toEqual(new Set(['notification']));
    const [finding] = findings(events);
    expect(finding).toMatchObject({ rule: 'notification-anomaly', exchange: 'x1', evidence: { anomaly: 'one-path' } });
    expect(finding?.session).toBeUndefined();
  });

  it('is one also when it forgets the URL', () => {
    expect(said(post('c5', files(1)))).toEqual(['warning notification-anomaly']);
  });

  it('is counted by its URL and its file', () => {
    const again = run(
      post('c5', `${url('/a')}\n${files(1)}`),
      post('c6', `${url('/a')}\n${files(2)}`),
      post('c7', `${url('/a')}\n${files(1)}`),
    );
    expect(findings(again)).toMatchObject([{ exchange: 'x3', severity: 'note', evidence: { anomaly: 'again', repeats: 1 } }]);
  });

  it('is no other POST', () => {
    expect(new Set(kinds(run(post('c5', 'X-Other: 1'))))).toEqual(new Set(['other']));
  });
});
