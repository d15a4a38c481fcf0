import { describe, expect, it } from 'vitest';
import { RecordedServer } from '../../../proxy/core/replay/recorded-server.ts';
import { serverScript } from '../../../proxy/core/replay/server-script.ts';
import { ack, ackFor, created, fragment, ID, INVALID, NOT_FOUND, OTHER_ID, packet } from '../../kit/blocks.ts';
import { MetClient, serverOf, serverOfSample } from '../../kit/met-client.ts';
import { recordedSample } from '../../kit/recorded-sample.ts';

const OPEN = '0.000 c1 open 192.0.2.10:50211 bits.example.test:80';
const BEGUN = [OPEN, packet('0.010 c1', 'Create-Session'), created('0.020 c1', ID)];
const END = [packet('0.900 c1', 'Close-Session'), ackFor(ID, '0.910 c1', '200 OK'), '0.920 c1 close client fin'];

/** A Fragment of which all is taken. */
function stored(at: number, range: string, ...headers: readonly string[]): string[] {
  const next = Number(/-(\d+)/.exec(range)?.[1]) + 1;
  return [fragment(`0.${at} c1`, range), ackFor(ID, `0.${at + 5} c1`, '200 OK', `BITS-Received-Content-Range: ${next}`, ...headers)];
}

const TWO_FRAGMENTS = [...BEGUN, ...stored(100, '0-99/200'), ...stored(110, '100-199/200'), ...END];

describe('what a packet gets', () => {
  it('is the recorded head, byte for byte', () => {
    const client = new MetClient(serverOfSample('clean-upload'));
    const { rows } = recordedSample('clean-upload').timeline;
    const recorded = [...rows.values()].map(({ exchange }) => exchange.response?.head);
    const heads = [client.ping(), client.create()].map(({ head }) => head);
    expect(heads.map((head) => head.split('\r\n'))).toEqual(
      recorded
        .slice(0, 2)
        .map((head) => [
          `HTTP/1.1 ${head?.status} ${head?.reason}`,
          ...(head?.headers ?? []).map(([name, value]) => `${name}: ${value}`),
          ...['', ''],
        ]),
    );
  });

  it('depends on its role, not on its turn', () => {
    const client = new MetClient(serverOfSample('clean-upload'));
    expect(client.create().header('BITS-Session-Id')).toBe(ID);
    expect(client.ping().header('BITS-Session-Id')).toBeUndefined();
  });

  it('is a 200 for a Ping that was not recorded, and it is said that nobody recorded it', () => {
    const got = new MetClient(serverOf(TWO_FRAGMENTS)).ping();
    expect([got.status, got.outcome]).toEqual([200, 'made up']);
  });

  it('is a 500 that says what was expected, where the recording has no answer', () => {
    const client = new MetClient(serverOf(TWO_FRAGMENTS));
    client.create();
    const got = client.cancel({ id: ID });
    expect([got.status, got.outcome]).toEqual([500, 'lacking']);
    expect(got.said).toBe(
      'Cancel-Session → 500: the recording has no answer. Expected: no Cancel-Session: none was recorded in this session',
    );
  });

  it('is a 500 from which a client starts over, where its session is not known', () => {
    const got = new MetClient(serverOf(TWO_FRAGMENTS)).fragment('0-99/200', { id: OTHER_ID });
    expect([got.status, got.header('BITS-Error')]).toEqual([500, '0x8020001F']);
  });

  it('has no body for a HEAD', () => {
    const got = new MetClient(serverOf(TWO_FRAGMENTS)).send(['HEAD /x HTTP/1.1', 'Host: a']);
    expect(got.parts).toEqual([{ kind: 'text', text: got.head }]);
  });
});

describe('a session', () => {
  it('of a second client is the next recorded one, and of a third like the first with another id', () => {
    const server = serverOfSample('sessions-per-connection');
    const ids = [1, 2, 3, 4].map((client) => new MetClient(server, `192.0.2.${client}`).create().header('BITS-Session-Id'));
    expect(ids).toEqual([
      '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
      '{9E4D2B07-6C1F-4A58-B3D9-70F1E8A25C42}',
      '{C51A8F3D-0E72-4B96-8D14-2A6B9F07E3D8}',
      '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E12}',
    ]);
  });

  it('with an id of its own has that in all its Acks', () => {
    const server = serverOf(TWO_FRAGMENTS);
    new MetClient(server).create();
    const client = new MetClient(server, '192.0.2.2');
    const id = client.create().header('BITS-Session-Id') ?? '';
    expect(id).not.toBe(ID);
    expect(client.fragment('0-99/200', { id }).header('BITS-Session-Id')).toBe(id);
    expect(client.close({ id }).said).toContain('behind the last byte');
  });

  it('goes to the recorded one of the same path', () => {
    const other = [packet('2.010 c1', 'Create-Session', { path: '/inbox/b' }), created('2.020 c1', OTHER_ID)];
    const server = serverOf([...TWO_FRAGMENTS.slice(0, -1), ...other]);
    expect(new MetClient(server).create({ path: '/inbox/b' }).header('BITS-Session-Id')).toBe(OTHER_ID);
    expect(new MetClient(server).create({ path: '/elsewhere' }).header('BITS-Session-Id')).toBe(ID);
  });

  it('that a Ping announced is not given to another client meanwhile', () => {
    const server = serverOfSample('sessions-per-connection');
    const [one, other] = [new MetClient(server), new MetClient(server)];
    one.ping();
    expect(other.create().header('BITS-Session-Id')).toBe('{9E4D2B07-6C1F-4A58-B3D9-70F1E8A25C42}');
    expect(one.create().header('BITS-Session-Id')).toBe('{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}');
  });

  it('is refused as often as it was, also when the client comes on another connection', () => {
    const refused = [packet('0.001 c1', 'Create-Session'), ack('0.002 c1', '503 Service Unavailable')];
    const server = serverOf([OPEN, ...refused, ...TWO_FRAGMENTS.slice(1)]);
    const client = new MetClient(server);
    expect(client.create().status).toBe(503);
    client.leave();
    expect(new MetClient(server).create().status).toBe(200);
  });

  it('that was recorded can be joined by its id', () => {
    const client = new MetClient(serverOf(TWO_FRAGMENTS));
    expect(client.fragment('100-199/200', { id: ID }).header('BITS-Received-Content-Range')).toBe('200');
  });

  it('that is over is answered as it was then, and else is not known', () => {
    const client = new MetClient(serverOfSample('packet-after-close-accepted'));
    client.create();
    client.fragment('0-99/100', { id: ID });
    client.close({ id: ID });
    expect(client.fragment('0-99/100', { id: ID }).status).toBe(200);
    const got = client.fragment('0-99/100', { id: ID });
    expect([got.status, got.header('BITS-Error')]).toEqual([500, '0x8020001F']);
  });
});

describe('a file', () => {
  it.each([
    [
      ['0-49/200', '50-149/200', '150-199/200'],
      ['50', '150', '200'],
    ],
    [['0-199/200'], ['200']],
    [
      ['0-999/5000', '1000-4999/5000'],
      ['1000', '5000'],
    ],
  ])('in the fragments %j gets the offsets %j', (ranges, offsets) => {
    const client = new MetClient(serverOf(TWO_FRAGMENTS));
    client.create();
    expect(ranges.map((range) => client.fragment(range, { id: ID }).header('BITS-Received-Content-Range'))).toEqual(offsets);
    expect(client.close({ id: ID }).status).toBe(200);
  });

  it('is not closed before its last byte, where it never was', () => {
    const client = new MetClient(serverOf(TWO_FRAGMENTS));
    client.create();
    client.fragment('0-99/200', { id: ID });
    expect(client.close({ id: ID }).said).toBe(
      'Close-Session → 500: the recording has no answer. Expected: a Fragment from byte 100 on: Close-Session was recorded behind the last byte',
    );
  });

  it('is closed before its last byte, where it was', () => {
    const client = new MetClient(serverOfSample('premature-close'));
    client.create();
    client.fragment('0-99/300', { id: ID });
    expect(client.close({ id: ID }).status).toBe(200);
  });

  it('is taken no further than it was', () => {
    const client = new MetClient(serverOfSample('premature-close'));
    client.create();
    expect(client.fragment('0-149/300', { id: ID }).status).toBe(200);
    const got = client.fragment('150-299/300', { id: ID });
    expect([got.outcome, got.header('BITS-Received-Content-Range')]).toEqual(['lacking', '150']);
  });

  it.each([
    [
      ['0-99/300', '100-199/300', '200-299/300', '0-299/300'],
      ['200 100', '200 200', '416 0', '200 300'],
    ],
    [
      ['0-149/300', '150-299/300', '0-299/300'],
      ['200 150', '416 0', '200 300'],
    ],
    [
      ['0-299/300', '0-299/300'],
      ['416 0', '200 300'],
    ],
  ])('in the fragments %j is lost where it was lost', (ranges, answers) => {
    const client = new MetClient(serverOfSample('server-goes-back'));
    client.create();
    const got = ranges.map((range) => client.fragment(range, { id: ID }));
    expect(got.map(({ status, header }) => `${status} ${header('BITS-Received-Content-Range')}`)).toEqual(answers);
  });

  it('of which a part was taken stops at the same byte', () => {
    const part = [fragment('0.100 c1', '0-99/200'), ackFor(ID, '0.110 c1', '200 OK', 'BITS-Received-Content-Range: 60')];
    const client = new MetClient(serverOf([...BEGUN, ...part, ...stored(120, '60-199/200'), ...END]));
    client.create();
    const offsets = ['0-49/200', '50-149/200', '60-199/200'].map((range) =>
      client.fragment(range, { id: ID }).header('BITS-Received-Content-Range'),
    );
    expect(offsets).toEqual(['50', '60', '200']);
  });

  it('out of step is answered as one out of step was', () => {
    const client = new MetClient(serverOfSample('resumed-after-416'));
    const id = client.create({ path: '/inbox/crash.dmp' }).header('BITS-Session-Id') ?? '';
    client.fragment('0-49/300', { id });
    const got = client.fragment('70-99/300', { id });
    expect([got.status, got.header('BITS-Received-Content-Range')]).toEqual([416, '50']);
  });

  it('out of step, where none was, is told the byte that is expected', () => {
    const client = new MetClient(serverOf(TWO_FRAGMENTS));
    client.create();
    const got = client.fragment('50-199/200', { id: ID });
    expect([got.status, got.header('BITS-Received-Content-Range')]).toEqual([500, '0']);
    expect(got.said).toContain('Expected: a Fragment from byte 0 on');
  });

  it('meets an error again at its byte, and once', () => {
    const error = [fragment('0.106 c1', '100-199/300'), ackFor(ID, '0.108 c1', '503 Service Unavailable', ...INVALID)];
    const rest = [...stored(110, '100-199/300'), ...stored(120, '200-299/300'), ...END];
    const client = new MetClient(serverOf([...BEGUN, ...stored(100, '0-99/300'), ...error, ...rest]));
    client.create();
    const got = ['0-79/300', '80-159/300', '80-159/300', '160-299/300'].map((range) => client.fragment(range, { id: ID }));
    expect(got.map(({ status }) => status)).toEqual([200, 503, 200, 200]);
    expect(got[1]?.header('BITS-Error')).toBe('0x80070057');
  });

  it('meets the error of the last Fragment again in its own', () => {
    const error = [fragment('0.106 c1', '0-99/100'), ackFor(ID, '0.108 c1', '500 Internal Server Error', 'BITS-Error-Context: 0x7')];
    const client = new MetClient(serverOf([...BEGUN, ...error, ...stored(110, '0-99/100'), ...END]));
    client.create();
    const got = ['0-499/1000', '500-999/1000', '500-999/1000'].map((range) => client.fragment(range, { id: ID }).status);
    expect(got).toEqual([200, 500, 200]);
  });

  it('meets again and again the error that was the last word', () => {
    const error = [fragment('0.106 c1', '100-199/200'), ackFor(ID, '0.108 c1', '500 Internal Server Error', 'BITS-Error: 0x80200020')];
    const client = new MetClient(serverOf([...BEGUN, ...stored(100, '0-99/200'), ...error]));
    client.create();
    const statuses = ['0-99/200', '100-199/200', '100-199/200'].map((range) => client.fragment(range, { id: ID }).header('BITS-Error'));
    expect(statuses).toEqual([undefined, '0x80200020', '0x80200020']);
  });

  it('is refused for the size of its fragments, not for their place', () => {
    const client = new MetClient(serverOfSample('too-large-again'));
    client.create();
    const got = ['0-199/200', '0-199/200', '0-149/200', '150-199/200'].map((range) => client.fragment(range, { id: ID }).status);
    expect(got).toEqual([413, 413, 200, 200]);
  });

  it('whose session was forgotten in the middle is begun anew', () => {
    const server = serverOfSample('sessions-per-connection');
    const client = new MetClient(server);
    client.create();
    client.fragment('0-99/300', { id: ID });
    const lost = client.fragment('100-199/300', { id: ID });
    expect([lost.status, lost.header('BITS-Error')]).toEqual([500, NOT_FOUND[0]?.slice('BITS-Error: '.length)]);
    expect(client.create().header('BITS-Session-Id')).toBe('{9E4D2B07-6C1F-4A58-B3D9-70F1E8A25C42}');
  });
});

describe('a connection', () => {
  it('is cut in the same byte of the file', () => {
    const client = new MetClient(serverOfSample('resumed-after-416'));
    const id = client.create({ path: '/inbox/crash.dmp' }).header('BITS-Session-Id') ?? '';
    const got = client.fragment('0-299/300', { id });
    expect([got.answers, got.cutAt, got.ending]).toEqual([false, 160, { how: 'reset', afterMs: 10 }]);
  });

  it('that was cut lets the client go on where it likes, and tells what was kept where that was told', () => {
    const client = new MetClient(serverOfSample('resumed-after-416'));
    const id = client.create({ path: '/inbox/crash.dmp' }).header('BITS-Session-Id') ?? '';
    client.fragment('0-99/300', { id });
    client.fragment('100-199/300', { id });
    const ahead = client.fragment('160-299/300', { id });
    expect([ahead.status, ahead.header('BITS-Received-Content-Range')]).toEqual([416, '100']);
    expect(client.fragment('100-299/300', { id }).header('BITS-Received-Content-Range')).toBe('300');
  });

  it('ends behind the answer behind which it ended', () => {
    const closing = ['0.030 c1 close server fin', '0.040 c2 open 192.0.2.10:50212 bits.example.test:80'];
    const rest = [fragment('0.050 c2', '0-99/100'), ackFor(ID, '0.060 c2', '200 OK', 'BITS-Received-Content-Range: 100')];
    const client = new MetClient(serverOf([...BEGUN, ...closing, ...rest]));
    expect(client.create().ending).toEqual({ how: 'fin', afterMs: 10 });
    expect(client.fragment('0-99/100', { id: ID }).ending).toBeUndefined();
  });

  it('takes as long to answer as it took', () => {
    const client = new MetClient(serverOf(TWO_FRAGMENTS));
    client.create();
    expect(client.fragment('0-99/200', { id: ID }).waitMs).toBeCloseTo(5);
  });

  it('answers before the body where it did', () => {
    const client = new MetClient(serverOfSample('early-answer'));
    client.create();
    const got = client.fragment('0-99/100', { id: ID, lines: ['Expect: 100-continue'] });
    expect([got.status, got.when, got.invitation]).toEqual([413, 'early', 'HTTP/1.1 100 Continue\r\n\r\n']);
  });

  it('invites a client that waits, where the recorded one did not wait', () => {
    const client = new MetClient(serverOf(TWO_FRAGMENTS));
    client.create();
    expect(client.fragment('0-99/200', { id: ID, lines: ['Expect: 100-continue'] }).invitation).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    expect(client.fragment('100-199/200', { id: ID }).invitation).toBeUndefined();
  });
});

describe('a handshake', () => {
  const round = (client: MetClient, credentials?: string) =>
    client.ping(credentials === undefined ? {} : { lines: [`Authorization: ${credentials}`] });

  it('has the recorded rounds on every connection, and lets in what the connection stands for', () => {
    const server = serverOfSample('ntlm');
    for (const client of [new MetClient(server), new MetClient(server)]) {
      expect(round(client).header('WWW-Authenticate')).toBe('NTLM');
      expect(round(client, 'NTLM AAAA').header('WWW-Authenticate')).toBe('NTLM TlRMTVNTUAACAAAA');
      expect(round(client, 'NTLM BBBB').status).toBe(200);
      expect(client.create().status).toBe(200);
    }
  });

  it('challenges another packet as well', () => {
    expect(new MetClient(serverOfSample('ntlm')).create().header('WWW-Authenticate')).toBe('NTLM');
  });

  it('never lets in who was never let in', () => {
    const client = new MetClient(serverOfSample('ntlm-wrong-password'));
    const statuses = [undefined, 'NTLM A', 'NTLM B', 'NTLM A', 'NTLM B', 'NTLM A', 'NTLM B', 'NTLM A'].map(
      (given) => round(client, given).status,
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
  });

  it('of each request is asked for with each', () => {
    const client = new MetClient(serverOfSample('basic-without-ping'));
    client.create();
    expect(client.fragment('0-99/100', { id: ID }).status).toBe(401);
    expect(client.fragment('0-99/100', { id: ID, lines: ['Authorization: Basic eA=='] }).status).toBe(200);
  });
});

describe('hosts that an answer names', () => {
  it('are ours, so that the client stays', () => {
    const client = new MetClient(serverOfSample('farm'));
    expect(client.create({ host: 'mock.test:8090' }).header('BITS-Host-Id')).toBe('mock.test');
  });

  it('are those of the recording where that is wanted', () => {
    const client = new MetClient(serverOfSample('farm', { hosts: 'recorded' }));
    expect(client.create().header('BITS-Host-Id')).toBe('node2.example.test');
  });

  it('are ours in the reply URL too, which has the id that the session has', () => {
    const reply = `BITS-Reply-URL: http://bits.example.test/replies/${ID.slice(1, -1).toLowerCase()}.bin`;
    const server = serverOf([...BEGUN, ...stored(100, '0-99/100', reply), ...END]);
    new MetClient(server).create();
    const client = new MetClient(server, '192.0.2.2');
    const id = client.create().header('BITS-Session-Id') ?? '';
    expect(client.fragment('0-99/100', { id }).header('BITS-Reply-URL')).toBe(
      'http://mock.test:8090/replies/3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e12.bin',
    );
  });
});

describe('a reply', () => {
  const reply = (server: RecordedServer, ...lines: readonly string[]) => {
    const client = new MetClient(server);
    const path = '/drop/claims.xml';
    const id = client.create({ path }).header('BITS-Session-Id') ?? '';
    client.fragment('0-4095/4096', { path, id });
    const place = `/drop/BITS-Sessions/Replies/${encodeURIComponent(id)}/responsefile.bin`;
    return client.send([`GET ${place} HTTP/1.1`, 'Host: mock.test', ...lines]);
  };

  it('comes in the recorded ranges as it came', () => {
    const got = reply(serverOfSample('windows-upload-reply'), 'Range: bytes=600-999');
    expect([got.status, got.header('Content-Range'), got.parts.length]).toEqual([206, 'bytes 600-999/1000', 2]);
  });

  it('comes whole where it was fetched in parts', () => {
    const got = reply(serverOfSample('windows-upload-reply'));
    expect([got.status, got.header('Content-Range'), got.header('Content-Length')]).toEqual([200, undefined, '1000']);
    expect(got.parts.slice(1)).toMatchObject([
      { kind: 'body', start: 0, end: 600 },
      { kind: 'body', start: 0, end: 400 },
    ]);
  });

  it('of a session with an id of its own lies elsewhere', () => {
    const server = serverOfSample('windows-upload-reply');
    new MetClient(server).create({ path: '/drop/claims.xml' });
    expect(reply(server, 'Range: bytes=0-599').status).toBe(206);
  });
});

describe('a RecordedServer', () => {
  it('knows what was used, and what was never asked for', () => {
    const server = serverOfSample('clean-upload');
    new MetClient(server).create();
    expect([...server.used].map(({ role }) => role)).toEqual(['create-session']);
    expect(server.script.reactions.length).toBe(5);
  });

  it('answers for the chosen sessions alone', () => {
    const script = serverScript(recordedSample('sessions-per-connection').timeline, ({ id }) => id === 's3');
    const got = new MetClient(new RecordedServer(script)).create();
    expect(got.header('BITS-Session-Id')).toBe('{C51A8F3D-0E72-4B96-8D14-2A6B9F07E3D8}');
  });

  it('gives Date anew where that is wanted', () => {
    const date = () => 'Wed, 05 Mar 2025 10:00:00 GMT';
    expect(new MetClient(serverOfSample('clean-upload', { date })).ping().header('Date')).toBe(date());
  });

  it('answers ordinary HTTP by method and target', () => {
    const health = ['0.001 c1 client\nGET /health HTTP/1.1\nHost: a\n', '0.002 c1 server\nHTTP/1.1 204 No Content\nX-Up: yes\n'];
    const client = new MetClient(serverOf([OPEN, ...health]));
    expect(client.send(['GET /health HTTP/1.1', 'Host: b']).header('X-Up')).toBe('yes');
    expect(client.send(['GET /other HTTP/1.1', 'Host: b']).outcome).toBe('lacking');
  });

  it('forgets the oldest sessions beyond its limit', () => {
    const server = serverOf(TWO_FRAGMENTS, { maxSessions: 2 });
    const client = new MetClient(server);
    const ids = [1, 2, 3].map(() => client.create().header('BITS-Session-Id') ?? '');
    expect(new Set(ids).size).toBe(3);
    expect(ids.slice(1).map((id) => client.fragment('0-99/200', { id }).status)).toEqual([200, 200]);
  });
});
