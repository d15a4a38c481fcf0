import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PcapngReader } from '../../../proxy/core/capture/pcapng.ts';
import { block, enhanced, networkInterface, type Packet, pcap, pcapng, section } from '../../kit/capture-file.ts';
import { readCapture, readFrames } from '../../kit/captured.ts';
import { ethernet, join, type Segment, tcpPacket } from '../../kit/packets.ts';
import { allSamples } from '../../kit/samples.ts';
import { packetsOf, TcpPeers } from '../../kit/tcp-peers.ts';

const TSHARK = spawnSync('tshark', ['--version']).status === 0;
if (!TSHARK)
  process.stderr.write('\nNot tested: tshark is not installed, so nothing compares our TCP streams with those of Wireshark.\n\n');

/** Reordered, sent twice and overlapping, over two connections, and nothing is missing. */
function disorder(): Packet[] {
  const a = new TcpPeers('192.0.2.10:50211', '192.0.2.1:8080', { client: 0xffff_f000, server: 7 });
  const b = new TcpPeers('[2001:db8::10]:50212', '[2001:db8::1]:80');
  const upload = (name: string) =>
    `PUT /${name} HTTP/1.1\r\nContent-Length: 20000\r\n\r\n${Array.from({ length: 2_000 }, (_, line) => `${name} ${line}`.padEnd(9)).join('\n')}\n`;
  const open = [...a.open(), ...b.open()];
  const [first, second] = [a.sendAll('client', upload('a')), b.sendAll('client', upload('b'))];
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes';
  const segments = [
    ...[...open, ...shuffled(first), ...first.slice(2, 5), ...shuffled(second)],
    ...[...shuffled(a.sendAll('server', answer, 7)), b.send('server', answer), joined(second)],
    ...[a.end('client'), a.end('server'), b.end('server'), b.end('client')],
  ];
  return segments.map((segment, index) => ({ bytes: ethernet(tcpPacket(segment)), us: 1_741_078_800_000_000 + index * 100 }));
}

/** Always in the same other order: each third is late. */
function shuffled(segments: readonly Segment[]): Segment[] {
  return segments
    .map((segment, index) => ({ segment, place: index % 3 === 1 ? index + 2.5 : index }))
    .sort((x, y) => x.place - y.place)
    .map(({ segment }) => segment);
}

/** Two segments sent again as one. */
function joined([first, second]: readonly Segment[]): Segment {
  if (!first || !second) throw new Error('there are no two segments');
  return { ...first, payload: Buffer.concat([Buffer.from(first.payload ?? ''), Buffer.from(second.payload ?? '')]) };
}

const CASES: readonly (readonly [string, Uint8Array])[] = [
  ['disorder in pcapng', pcapng(disorder())],
  ['disorder in pcap', pcap(disorder(), { nanoseconds: true })],
  ...allSamples()
    .filter(({ name }) => ['clean-upload', 'windows-upload-reply', 'ntlm'].includes(name))
    .map(({ name, events }) => [name, pcapng(packetsOf(events), 101)] as const),
];

/** What each side of each connection sent. */
type Streams = readonly (readonly [client: string, server: string])[];

function ours(file: Uint8Array): Streams {
  const streams = new Map<string, { client: string; server: string }>();
  for (const event of readCapture([file]).events) {
    if (event.type === 'opened') streams.set(event.connection, { client: '', server: '' });
    const stream = event.type === 'data' ? streams.get(event.connection) : undefined;
    if (event.type === 'data' && event.from !== 'proxy' && stream) stream[event.from] += Buffer.from(event.bytes).toString('hex');
  }
  return [...streams.values()].map(({ client, server }) => [client, server]);
}

describe.runIf(TSHARK)('Wireshark', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(joinPath(tmpdir(), 'bitstap-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const tshark = (file: string, ...options: readonly string[]) =>
    execFileSync('tshark', ['-r', file, ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  function theirs(file: string): Streams {
    const count = new Set(tshark(file, '-T', 'fields', '-e', 'tcp.stream').split('\n').filter(Boolean)).size;
    return Array.from({ length: count }, (_, index) => {
      const lines = tshark(file, '-q', '-z', `follow,tcp,raw,${index}`).split('\n');
      const hex = lines.filter((line) => /^\t?[0-9a-f]+$/.test(line));
      const of = (server: boolean) =>
        hex
          .filter((line) => line.startsWith('\t') === server)
          .map((line) => line.trim())
          .join('');
      return [of(false), of(true)];
    });
  }

  it.each(CASES)('finds the same bytes in each stream (%s)', (name, file) => {
    const path = joinPath(folder, `${name}.pcapng`);
    writeFileSync(path, file);
    const found = ours(file);
    for (const sides of found) for (const bytes of sides) expect(bytes).not.toBe('');
    expect(found).not.toEqual([]);
    expect(found).toEqual(theirs(path));
  });

  it('has the same numbers for the frames of a request', () => {
    const path = joinPath(folder, 'numbers.pcapng');
    const file = pcapng(disorder());
    writeFileSync(path, file);
    const lines = tshark(path, '-Y', 'tcp.len > 0 && tcp.dstport == 80', '-T', 'fields', '-e', 'frame.number').trim().split('\n');
    const frames = readCapture([file]).events.flatMap((event) =>
      event.type === 'data' && event.connection === 'c2' && event.from === 'client' ? [event.frame] : [],
    );
    expect(frames[0]).toBe(Number(lines[0]));
    expect(lines.map(Number)).toEqual(expect.arrayContaining(frames));
  });

  it('counts the same blocks as frames', () => {
    const path = joinPath(folder, 'journal.pcapng');
    const others = [4, 5, 9, 0xa, 0xb, 0xbad, 0x4000_0bad, 0x204, 0x7777].map((type) =>
      block(type, type === 9 ? Buffer.from('__REALTIME_TIMESTAMP=1\nMESSAGE=hi\n\n') : new Uint8Array(40)),
    );
    const [packet] = disorder();
    const file = join(section(), networkInterface(1), ...others, enhanced(packet?.bytes ?? [], 0n));
    writeFileSync(path, file);
    const { frames } = readFrames((target) => new PcapngReader(target), [file]);
    expect(frames.map(({ number }) => number)).toEqual([Number(tshark(path, '-Y', 'tcp', '-T', 'fields', '-e', 'frame.number'))]);
  });
});
