import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_IGNORED } from '../../../proxy/core/compare/ignore-list.ts';
import { clientScript } from '../../../proxy/core/replay/client-script.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { ReplayedSessions } from '../../../proxy/replay/replayed-sessions.ts';
import { ack, created, fragment, ID, OTHER_ID, packet } from '../../kit/blocks.ts';
import { readConversation } from '../../kit/conversation.ts';
import { recordingOf } from '../../kit/recording-in-memory.ts';
import { listening } from '../../kit/wires.ts';
import { relay } from '../reference/relay.ts';
import { type ScriptedAnswer, type ScriptedRequest, scriptedServer, wellBehaved } from '../reference/scripted-server.ts';
import { startedServer } from '../reference/started-server.ts';
import { testFile } from '../reference/test-file.ts';
import { uploadTo } from '../reference/upload-to.ts';
import { deafServer, type Replayed, recorded, replayed } from './replayed.ts';

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The server with this file, and what was recorded while it was uploaded in Fragments of 100,000 bytes. */
async function recordedUpload(size = 300_000, cutAfter?: number) {
  const server = await startedServer({ reply: 'digest' });
  const file = await testFile(size);
  const events = await recorded(server.url, async (url) => {
    const way = cutAfter === undefined ? url : (await relay(url.href, { afterBytes: { 1: cutAfter } })).url;
    await uploadTo(new URL('/report.bin', way), file.path, { fragmentSize: 100_000 });
  });
  return { file, events, log: server.log };
}

const stored = async (dir: string) => hash(await readFile(join(dir, 'report.bin')));

function comparisons(events: readonly WireEvent[], { played }: Replayed) {
  const compared = new ReplayedSessions(recordingOf(events).timeline, DEFAULT_IGNORED);
  for (const repetition of played) compared.take(repetition);
  return compared.kept.map(({ comparison }) => comparison);
}

const conversation = (...blocks: readonly string[]) =>
  recordingOf(
    readConversation(['=== 0.000 c1 open 192.0.2.10:50211 bits.example.test:80', ...blocks.map((block) => `=== ${block}`)].join('\n')),
  );

/** 300 bytes in three Fragments, closed. */
const plain = conversation(
  packet('0.010 c1', 'Create-Session'),
  created('0.020 c1', ID),
  ...[0, 100, 200].flatMap((first) => [
    fragment(`0.${first + 100} c1`, `${first}-${first + 99}/300`),
    ack(`0.${first + 150} c1`, '200 OK', `BITS-Received-Content-Range: ${first + 100}`),
  ]),
  packet('0.900 c1', 'Close-Session'),
  ack('0.910 c1', '200 OK'),
);

const ranges = (requests: readonly ScriptedRequest[]) =>
  requests.flatMap(({ header: find, body }) => (find('Content-Range') === undefined ? [] : [`${find('Content-Range')}: ${body.length}`]));

describe('a recorded upload, replayed to another server', () => {
  it.each(['adaptive', 'exact'] as const)('stores the same file, and is the same packet by packet (%s)', async (mode) => {
    const { file, events } = await recordedUpload();
    const server = await startedServer({ reply: 'digest' });
    const result = await replayed(recordingOf(events), server.url, { mode });
    expect(await stored(server.dir)).toBe(hash(file.bytes));
    expect(result).toMatchObject({ requests: 7, zeroBytes: 0, leftOpen: 0, interrupted: false, notes: [] });
    expect(comparisons(events, result)).toMatchObject([{ differs: false, findings: [], a: { packets: 7 }, b: { packets: 7 } }]);
  });

  it.each(['adaptive', 'exact'] as const)('stores the same file when the recorded one was cut off and resumed (%s)', async (mode) => {
    const { file, events } = await recordedUpload(300_000, 150_000);
    const server = await startedServer({ reply: 'digest' });
    await replayed(recordingOf(events), server.url, { mode });
    expect(await stored(server.dir)).toBe(hash(file.bytes));
  });

  it('resumes when its own connection breaks in the middle of a Fragment', async () => {
    const { file, events } = await recordedUpload();
    const server = await startedServer({ reply: 'digest' });
    const through = await relay(server.url, { afterBytes: { 1: 150_000 } });
    const result = await replayed(recordingOf(events), through.url);
    expect(await stored(server.dir)).toBe(hash(file.bytes));
    expect(through.connections()).toBe(2);
    expect(result.notes).toMatchObject([{ text: expect.stringMatching(/^waited, because the connection broke during fragment/) }]);
  });

  it('goes on when the Ack of its Close-Session is lost', async () => {
    const { file, events } = await recordedUpload();
    const server = await startedServer({ reply: 'digest' });
    // Ping, Create-Session, three Fragments and the reply are answered; the answer to Close-Session is cut.
    const through = await relay(server.url, { beforeAnswer: { 1: 7 } });
    const result = await replayed(recordingOf(events), through.url);
    expect(await stored(server.dir)).toBe(hash(file.bytes));
    expect(result).toMatchObject({ leftOpen: 0, interrupted: false });
  });

  it('begins anew when the server has forgotten the session', async () => {
    const forgotten: ScriptedAnswer = [500, 'BITS-Packet-Type: Ack', 'BITS-Error: 0x8020001F', 'BITS-Error-Context: 0x5'];
    let times = 0;
    const server = await scriptedServer((request) => {
      if (request.header('Content-Range')?.startsWith('bytes 100-') && times++ === 0) return forgotten;
      return wellBehaved(request);
    });
    await replayed(plain, server.url.origin);
    expect(server.types().join(' ')).toBe('Create-Session Fragment Fragment Create-Session Fragment Fragment Fragment Close-Session');
    expect(ranges(server.requests).at(2)).toBe('bytes 0-99/300: 100');
  });

  it('goes on where a server was stopped and started again', async () => {
    const { file, events } = await recordedUpload();
    const first = await startedServer();
    const { port } = new URL(first.url);
    let second: Awaited<ReturnType<typeof startedServer>> | undefined;
    let restart: Promise<void> | undefined;
    const result = await replayed(recordingOf(events), first.url, {
      retries: { attempts: 20, firstWaitMs: 20, maxWaitMs: 50 },
      onProgress: ({ requests }) => {
        if (requests !== 4) return;
        restart = (async () => {
          await first.close();
          second = await startedServer({ listen: { host: '127.0.0.1', port: Number(port) } });
        })();
      },
    });
    await restart;
    expect(second && (await stored(second.dir))).toBe(hash(file.bytes));
    expect(result.notes.map(({ text }) => text)).toContainEqual('restarts, because the server had forgotten the session');
  });

  it('shows a premature Close-Session again', async () => {
    const early = conversation(
      ...[packet('0.010 c1', 'Create-Session'), created('0.020 c1', ID)],
      ...[fragment('0.030 c1', '0-99/300'), ack('0.040 c1', '200 OK', 'BITS-Received-Content-Range: 100')],
      ...[packet('0.050 c1', 'Close-Session'), ack('0.060 c1', '200 OK')],
    );
    const server = await scriptedServer(wellBehaved);
    const { played } = await replayed(early, server.url.origin, { mode: 'exact' });
    expect(server.types()).toEqual(['Create-Session', 'Fragment', 'Close-Session']);
    const rules = [...(played[0]?.timeline.rows.values() ?? [])].flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules).toContain('premature-close-session');
  });
});

describe('what the new server says is followed', () => {
  it.each(['adaptive', 'exact'] as const)(
    'its session id stands in every later packet, and the recorded one in none (%s)',
    async (mode) => {
      const server = await scriptedServer((request) =>
        request.type === 'Create-Session'
          ? [200, 'BITS-Packet-Type: Ack', 'BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}', `BITS-Session-Id: ${OTHER_ID}`]
          : wellBehaved(request),
      );
      await replayed(plain, server.url.origin, { mode });
      expect(server.requests.map(({ header: find }) => find('BITS-Session-Id'))).toEqual([undefined, ...Array(4).fill(OTHER_ID)]);
      expect(server.requests.map(({ header: find }) => find('Host'))).toEqual(Array(5).fill(server.url.host));
    },
  );

  it('cuts Fragments anew where the server asks for other bytes', async () => {
    let have = 0;
    const server = await scriptedServer((request) => {
      const [, first, last] = /(\d+)-(\d+)\//.exec(request.header('Content-Range') ?? '') ?? [];
      if (first === undefined) return wellBehaved(request);
      const offset = (next: number): string => `BITS-Received-Content-Range: ${next}`;
      if (Number(first) !== have) return [416, 'BITS-Packet-Type: Ack', offset(have)];
      // It stores no more than 60 bytes of a Fragment.
      have = Math.min(have + 60, Number(last) + 1);
      return [200, 'BITS-Packet-Type: Ack', offset(have)];
    });
    await replayed(plain, server.url.origin);
    expect(ranges(server.requests)).toEqual([
      'bytes 0-99/300: 100',
      'bytes 60-99/300: 40',
      'bytes 100-199/300: 100',
      'bytes 160-199/300: 40',
      'bytes 200-299/300: 100',
      'bytes 260-299/300: 40',
    ]);
  });

  it('sends what was recorded all the same in exact mode', async () => {
    const server = await scriptedServer((request) =>
      request.type === 'Fragment' ? [416, 'BITS-Packet-Type: Ack', 'BITS-Received-Content-Range: 0'] : wellBehaved(request),
    );
    await replayed(plain, server.url.origin, { mode: 'exact' });
    expect(ranges(server.requests)).toEqual(['bytes 0-99/300: 100', 'bytes 100-199/300: 100', 'bytes 200-299/300: 100']);
  });

  it('goes to the host that it names, and pings it first', async () => {
    const farm = await scriptedServer(wellBehaved);
    const front = await scriptedServer((request) => [
      ...wellBehaved(request),
      ...(request.type === 'Create-Session' ? [`BITS-Host-Id: ${farm.url.host}`] : []),
    ]);
    await replayed(plain, front.url.origin);
    expect(front.types()).toEqual(['Create-Session']);
    expect(farm.types()).toEqual(['Ping', 'Fragment', 'Fragment', 'Fragment', 'Close-Session']);
    expect(farm.requests[1]?.header('Host')).toBe(farm.url.host);
  });

  it('fetches the reply from the URL that it announces', async () => {
    const withReply = conversation(
      ...[packet('0.010 c1', 'Create-Session'), created('0.020 c1', ID)],
      fragment('0.030 c1', '0-99/100'),
      ack('0.040 c1', '200 OK', 'BITS-Received-Content-Range: 100', `BITS-Reply-URL: /Replies/${ID}/responsefile.bin`),
      `0.050 c1 client\nGET /Replies/%7B${ID.slice(1, -1)}%7D/responsefile.bin HTTP/1.1\nHost: bits.example.test\n`,
      '0.060 c1 server\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok',
      ...[packet('0.070 c1', 'Close-Session'), ack('0.080 c1', '200 OK')],
    );
    const server = await scriptedServer((request) => [
      ...wellBehaved(request),
      ...(request.type === 'Fragment' ? ['BITS-Reply-URL: /elsewhere/7'] : []),
    ]);
    await replayed(withReply, server.url.origin);
    expect(server.requests.map(({ head }) => `${head.method} ${head.target}`)).toEqual([
      ...['BITS_POST /inbox/report.bin', 'BITS_POST /inbox/report.bin', 'GET /elsewhere/7', 'BITS_POST /inbox/report.bin'],
    ]);
  });

  it('puts the path of the target before every path', async () => {
    const server = await scriptedServer(wellBehaved);
    await replayed(plain, new URL('/try/1/', server.url));
    expect(new Set(server.requests.map(({ head }) => head.target))).toEqual(new Set(['/try/1/inbox/report.bin']));
  });
});

describe('bodies that the recording does not have', () => {
  it.each(['adaptive', 'exact'] as const)('are zeros, and that is said (%s)', async (mode) => {
    const { file, events } = await recordedUpload(300_000);
    const server = await startedServer({ reply: 'digest' });
    const result = await replayed(recordingOf(events, { snap: 1000 }), server.url, { mode });
    const bytes = await readFile(join(server.dir, 'report.bin'));
    expect(bytes.length).toBe(300_000);
    const kept = bytes.reduce((sum, byte, at) => sum + Number(byte !== 0 && byte === file.bytes[at]), 0);
    expect(kept).toBeGreaterThan(2_000);
    expect(result.zeroBytes).toBeGreaterThan(250_000);
    expect(bytes.subarray(0, 1000).every((byte, at) => byte === 0 || byte === file.bytes[at])).toBe(true);
  });
});

describe('credentials', () => {
  const withSecrets = conversation(
    packet('0.010 c1', 'Create-Session', { headers: ['Authorization: Basic c2VjcmV0', 'cookie: id=secret', 'X-Api-Key: secret'] }),
    created('0.020 c1', ID),
    packet('0.030 c1', 'Cancel-Session', { path: '/inbox/report.bin?access_token=secret&x=1' }),
    ack('0.040 c1', '200 OK'),
  );

  it.each(['adaptive', 'exact'] as const)('that were recorded are never sent, and it is said which (%s)', async (mode) => {
    const server = await scriptedServer(wellBehaved);
    const { notes } = await replayed(withSecrets, server.url.origin, { mode });
    expect(JSON.stringify(server.requests.map(({ head }) => head))).not.toMatch(/secret|c2VjcmV0/);
    expect(server.requests.at(-1)?.head.target).toBe('/inbox/report.bin?x=1');
    expect(notes.map(({ text }) => text)).toEqual([
      ...['Authorization', 'cookie', 'X-Api-Key', 'access_token'].map((name) => `${name} was recorded and left out`),
    ]);
  });

  it('that are given are sent with every request', async () => {
    const server = await scriptedServer(wellBehaved);
    await replayed(withSecrets, server.url.origin, { headers: [['Authorization', 'Bearer mine']] });
    expect(server.requests.map(({ header: find }) => find('Authorization'))).toEqual(['Bearer mine', 'Bearer mine']);
  });
});

describe('when it is interrupted', () => {
  it('the sessions that are open on the server are cancelled there', async () => {
    const { events } = await recordedUpload();
    const server = await startedServer();
    const abort = new AbortController();
    const result = await replayed(recordingOf(events), server.url, {
      signal: abort.signal,
      onProgress: ({ requests }) => {
        // Ping, Create-Session and a Fragment were answered.
        if (requests === 4) abort.abort();
      },
    });
    expect(result).toMatchObject({ interrupted: true, cancelled: 1, notCancelled: 0, played: [] });
    expect(server.log.at(-1)).toMatch(/cancelled by the client/);
    expect(await server.files()).toEqual([]);
  });

  it('a server that says nothing is not waited for', async () => {
    const deaf = await deafServer();
    const abort = new AbortController();
    const replaying = replayed(plain, deaf.url, { signal: abort.signal });
    await deaf.hears('Create-Session');
    abort.abort();
    expect(await replaying).toMatchObject({ interrupted: true, cancelled: 0, notCancelled: 0 });
  });
});

describe('what cannot be done is said', () => {
  it('when nobody listens', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(replayed(plain, `http://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'upstream-refused',
      message: expect.stringContaining(`bitstap can't reach the server 127.0.0.1:${port}`),
    });
  });

  it('when the server does not speak TLS', async () => {
    const server = await scriptedServer(wellBehaved);
    await expect(replayed(plain, server.url.origin.replace('http:', 'https:'), { timeoutMs: 2_000 })).rejects.toMatchObject({
      message: expect.stringContaining("bitstap can't reach the server"),
    });
  });

  it('when the server falls silent', async () => {
    const deaf = await deafServer();
    const { notes } = await replayed(plain, deaf.url, { timeoutMs: 50, retries: { attempts: 1, firstWaitMs: 1 } });
    expect(notes.at(-1)?.text).toMatch(/given up after 2 attempts: .*no sign of life from the server for 0\.05 s/);
  });

  it.each(['ftp://server/', 'http://me:secret@server/', 'http://server/?x=1'])('for %s as a target', async (to) => {
    await expect(replayed(plain, to)).rejects.toMatchObject({ code: 'bad-url' });
  });
});

describe('repetitions', () => {
  it('are sessions of their own', async () => {
    const server = await scriptedServer(wellBehaved);
    const { played, repetitions } = await replayed(plain, server.url.origin, { repeat: 3, concurrency: 2 });
    expect(repetitions).toBe(3);
    expect(played.map(({ number }) => number).sort()).toEqual([1, 2, 3]);
    expect(server.types().filter((type) => type === 'Create-Session')).toHaveLength(3);
  });

  it('are not more at the same time than is allowed', async () => {
    let open = 0;
    let most = 0;
    const server = await scriptedServer((request) => {
      if (request.type === 'Create-Session') open += 1;
      if (request.type === 'Close-Session') open -= 1;
      most = Math.max(most, open);
      return wellBehaved(request);
    });
    await replayed(plain, server.url.origin, { repeat: 6, concurrency: 2 });
    expect(most).toBeLessThanOrEqual(2);
    expect(server.requests).toHaveLength(30);
  });
});

describe('time', () => {
  it('passes as it was recorded, or faster', async () => {
    const at: number[] = [];
    const server = await scriptedServer((request) => {
      at.push(performance.now());
      return wellBehaved(request);
    });
    const slow = conversation(
      ...[packet('0.000 c1', 'Create-Session'), created('0.001 c1', ID)],
      ...[packet('0.401 c1', 'Cancel-Session'), ack('0.402 c1', '200 OK')],
    );
    await replayed(slow, server.url.origin, { pace: 4 });
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(95);
  });
});

it('sends nothing to anybody but the target', async () => {
  const { events } = await recordedUpload();
  const server = await scriptedServer(wellBehaved);
  const seen: string[] = [];
  const { timeline } = recordingOf(events);
  await replayed(recordingOf(events), server.url.origin, {
    script: clientScript(timeline),
    observe: (event) => {
      if (event.type === 'opened') seen.push(event.server ?? '');
    },
  });
  expect(seen).toEqual([server.url.host]);
});

describe('a server with a certificate that nobody knows', () => {
  const tls = (file: string) => readFileSync(new URL(`../../kit/tls/${file}`, import.meta.url));

  /** TLS in front of a server. */
  async function secured(port: number): Promise<string> {
    const server = createTlsServer({ key: tls('key.pem'), cert: tls('cert.pem') }, (socket) => {
      const upstream = connect(port, '127.0.0.1');
      for (const end of [socket, upstream]) end.on('error', () => {});
      socket.pipe(upstream).pipe(socket);
    });
    onTestFinished(() => {
      server.close();
    });
    return `https://127.0.0.1:${await listening(server)}`;
  }

  it('is only sent something with --insecure', async () => {
    const server = await scriptedServer(wellBehaved);
    const to = await secured(Number(server.url.port));
    await expect(replayed(plain, to)).rejects.toMatchObject({ code: 'upstream-tls', message: expect.stringContaining('--insecure') });
    expect(server.requests).toEqual([]);
    await replayed(plain, to, { insecure: true });
    expect(server.types()).toEqual(['Create-Session', 'Fragment', 'Fragment', 'Fragment', 'Close-Session']);
  });
});
