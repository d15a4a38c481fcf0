import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../../proxy/store/bodies.ts';
import { type LoadedRecording, loadRecording } from '../../../proxy/store/load-recording.ts';
import { pcap, pcapng } from '../../kit/capture-file.ts';
import { harFile, harOf } from '../../kit/har-file.ts';
import { tcpPacket } from '../../kit/packets.ts';
import { allSamples } from '../../kit/samples.ts';
import { sazOf } from '../../kit/saz-file.ts';
import { TcpPeers } from '../../kit/tcp-peers.ts';

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n';
const uploadOf = (id: string) =>
  `BITS_POST /a.bin HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: {${id}}\r\nContent-Range: bytes 0-9/10\r\nContent-Length: 10\r\n\r\n`;

/** One upload of ten bytes, in segments of three, the second of which came late and once more. */
function frames(client: string) {
  const upload = uploadOf(client.slice(-3));
  const peers = new TcpPeers(client);
  const [first, second, third, ...rest] = [...peers.sendAll('client', upload, 150), ...peers.sendAll('client', '0123456789', 3)];
  const answer = peers.sendAll('server', CHUNKED, 20);
  const segments = [...[first, third, second, second, ...rest].flatMap((one) => one ?? []), ...answer];
  return segments.map((segment) => ({ bytes: tcpPacket(segment) }));
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(joinPath(tmpdir(), 'bitstap-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function loaded(name: string, bytes: Uint8Array): Promise<LoadedRecording> {
  const file = joinPath(folder, name);
  await writeFile(file, bytes);
  return loadRecording([file]);
}

async function body(recording: LoadedRecording, side: 'request' | 'response', range?: { start: number; end: number }): Promise<string> {
  const exchange = [...recording.timeline.rows.values()][0]?.exchange;
  const message = exchange?.[side];
  if (!exchange || !message) throw new Error('there is no such message');
  let text = '';
  for await (const { bytes, missing } of bodyOf(
    recording.bytes,
    exchange.connection,
    side === 'request' ? 'client' : 'server',
    message,
    range,
  ))
    text += bytes ? Buffer.from(bytes).toString('latin1') : `[${missing} missing]`;
  return text;
}

describe('bytes of a capture', () => {
  it.each([
    ['pcapng', pcapng(frames('192.0.2.10:1'), 101)],
    ['pcap', pcap(frames('192.0.2.10:1'), { linkType: 101 })],
  ])('are read again from where they lie in a %s file', async (kind, bytes) => {
    const recording = await loaded(`a.${kind}`, bytes);
    expect(await body(recording, 'request')).toBe('0123456789');
    expect(await body(recording, 'response')).toBe('Wikipedia ');
    await recording.close();
  });

  it('are read in any range, with chunk sizes left out', async () => {
    const recording = await loaded('b.pcapng', pcapng(frames('192.0.2.10:1'), 101));
    const range = fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 11 }));
    await fc.assert(
      fc.asyncProperty(range, async ([start, end]) => {
        expect(await body(recording, 'request', { start, end })).toBe('0123456789'.slice(start, Math.max(start, end)));
        expect(await body(recording, 'response', { start, end })).toBe('Wikipedia '.slice(start, Math.max(start, end)));
      }),
    );
    await recording.close();
  });

  it('that were not kept are missing, each at its place', async () => {
    const peers = new TcpPeers();
    const segments = [...peers.open(), ...peers.sendAll('client', uploadOf('a'), 400)].map((segment) => ({ bytes: tcpPacket(segment) }));
    const [cut, whole] = [peers.send('client', '012345'), peers.send('client', '6789')].map((segment) => tcpPacket(segment));
    const kept = { bytes: (cut ?? new Uint8Array(0)).slice(0, -4), length: cut?.length ?? 0 };
    const recording = await loaded('c.pcapng', pcapng([...segments, kept, { bytes: whole ?? new Uint8Array(0) }], 101));
    expect(await body(recording, 'request')).toBe('01[4 missing]6789');
    expect(await body(recording, 'request', { start: 3, end: 8 })).toBe('[3 missing]67');
    await recording.close();
  });
});

describe('several captures', () => {
  it('are one timeline, in which no connection has the name of another', async () => {
    const files = ['192.0.2.10:1', '192.0.2.11:1'].map((client, index) => ({
      name: `d${index}.pcap`,
      bytes: pcap(frames(client), { linkType: 101 }),
    }));
    for (const { name, bytes } of files) await writeFile(joinPath(folder, name), bytes);
    const recording = await loadRecording(files.map(({ name }) => joinPath(folder, name)));
    expect([...recording.timeline.connections.values()].map(({ id, client }) => `${id} ${client}`)).toEqual([
      'c1 192.0.2.10:1',
      'c2 192.0.2.11:1',
    ]);
    expect(recording.timeline.rows.size).toBe(2);
    await recording.close();
  });

  it('are read twice, to keep the rows of the sessions that are chosen', async () => {
    const file = joinPath(folder, 'e.pcap');
    await writeFile(file, pcap([...frames('192.0.2.10:1'), ...frames('192.0.2.11:1')], { linkType: 101 }));
    const all = await loadRecording([file]);
    const recording = await loadRecording([file], { choose: ({ sessions }) => [...sessions.keys()].slice(1) });
    expect(all.timeline.rows.size).toBe(2);
    expect([...recording.timeline.rows.values()].map(({ exchange }) => exchange.connection)).toEqual(['c2']);
    expect(await body(recording, 'request')).toBe('0123456789');
    await all.close();
    await recording.close();
  });
});

describe('bytes of a file without packets', () => {
  const events = allSamples().find(({ name }) => name === 'dialect-chunked-acks')?.events ?? [];
  const fragment = (recording: LoadedRecording) =>
    [...recording.timeline.rows.values()].find(({ request }) => request?.type === 'fragment')?.exchange;

  it.each([
    ['har', harFile(harOf(events, 'ours')), ''],
    ['saz', sazOf(events), ''],
    ['har', harFile(harOf(events, 'plain')), 'missing'],
  ])('are read again from where they were put, as far as a %s has them', async (kind, bytes, missing) => {
    const recording = await loaded(`packed.${kind}`, bytes);
    const exchange = fragment(recording);
    if (!exchange?.request) throw new Error('there is no fragment');
    let text = '';
    for await (const piece of bodyOf(recording.bytes, exchange.connection, 'client', exchange.request))
      text += piece.bytes ? Buffer.from(piece.bytes).toString() : 'missing';
    expect(text).toBe(missing || 'x'.repeat(exchange.request.bodyLength));
    expect(exchange.request.bodyLength).toBeGreaterThan(0);
    await recording.close();
  });
});

describe('a file', () => {
  it('that is no capture is a problem, and one that is not there an error that names it', async () => {
    const recording = await loaded('f.txt', Buffer.from('nothing of the kind'));
    expect(recording.problems).toMatchObject([expect.stringMatching(/f\.txt: This is no capture/)]);
    await recording.close();
    await expect(loadRecording([joinPath(folder, 'absent.pcap')])).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/absent\.pcap/),
    });
  });
});
