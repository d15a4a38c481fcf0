import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecordingEncoder } from '../../../proxy/core/capture/recording-encoder.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { ack, fragment, ID, packet } from '../../kit/blocks.ts';
import { readConversation } from '../../kit/conversation.ts';
import { Program } from '../../kit/program.ts';
import { flushed, record } from '../../kit/recording.ts';
import { allSamples } from '../../kit/samples.ts';
import { splitBytes } from '../../kit/split-bytes.ts';
import { folderOfFiles, hasWireshark, tshark } from '../../kit/wireshark.ts';

async function dissector(...args: readonly string[]) {
  const program = new Program('wireshark', ...args);
  return { exit: await program.exit(), out: program.out };
}

/** A conversation with a server on this port. */
function conversation(port: number, ...blocks: readonly string[]): WireEvent[] {
  return readConversation(['', `0.000 c1 open 192.0.2.10:50211 192.0.2.1:${port}`, ...blocks].join('\n=== '));
}

describe('bitstap wireshark', () => {
  it('writes a Lua file to standard output, or where it is told', async () => {
    const { exit, out } = await dissector();
    expect(exit).toBe(0);
    expect(out).toMatch(/^-- .*\n/);
    expect(out).toContain('Proto("bits"');
    const folder = mkdtempSync(join(tmpdir(), 'bitstap-'));
    const path = join(folder, 'bits.lua');
    expect(await dissector('-o', path)).toEqual({ exit: 0, out: '' });
    expect(readFileSync(path, 'utf8')).toBe(out);
    rmSync(folder, { recursive: true });
  });
});

const LUA = hasWireshark('nobody shows BITS packets') && /with Lua/.test(spawnSync('tshark', ['--version'], { encoding: 'utf8' }).stdout);
if (!LUA) process.stderr.write('\nNot tested: there is no tshark with Lua, so nothing runs the dissector.\n\n');

describe.runIf(LUA)('the dissector', () => {
  const file = folderOfFiles();
  let script: string | undefined;

  async function read(events: readonly WireEvent[] | Uint8Array, ...options: readonly string[]): Promise<string> {
    script ??= file('bits.lua', (await dissector()).out);
    const path = file('recording.pcapng', events instanceof Uint8Array ? events : record(events));
    return tshark(path, '-X', `lua_script:${script}`, ...options);
  }

  /** One line for each packet of BITS, with these fields of it. */
  async function fields(events: readonly WireEvent[] | Uint8Array, ...names: readonly string[]): Promise<string[]> {
    const text = await read(events, '-Y', 'bits', '-T', 'fields', '-E', 'separator=|', ...names.flatMap((name) => ['-e', `bits.${name}`]));
    return text.trimEnd().split('\n');
  }

  const upload = [
    packet('0.010 c1', 'Create-Session'),
    ack('0.020 c1', '200 OK', `BITS-Session-Id: ${ID}`, 'BITS-Host-Id: files', 'BITS-Host-Id-Fallback-Timeout: 60'),
    fragment('0.030 c1', '0-149999/300000'),
    ack('0.040 c1', '200 OK', `bits-session-id: ${ID}`, 'BITS-Received-Content-Range: 150000', 'BITS-Reply-URL: /reply'),
    fragment('0.050 c1', '150001-300000/300001'),
    ack('0.060 c1', '416 Requested Range Not Satisfiable', 'BITS-Error-Code: 0x80070057', 'BITS-Error-Context: 0x5'),
  ];
  it.each([80, 8080, 50_000])('shows what packets say, on port %i', async (port) => {
    const names = ['type', 'method', 'session', 'range', 'range.last', 'ack_offset', 'host_id', 'reply_url', 'error_code', 'error_context'];
    expect(await fields(conversation(port, ...upload), ...names)).toEqual([
      'Create-Session|BITS_POST||||||||',
      `Ack||${ID}||||files|||`,
      `Fragment|BITS_POST|${ID}|bytes 0-149999/300000|149999|||||`,
      `Ack||${ID}|||150000||/reply||`,
      `Fragment|BITS_POST|${ID}|bytes 150001-300000/300001|300000|||||`,
      'Ack||||||||0x80070057|0x00000005',
    ]);
  });

  it('shows the same, however the bytes came', async () => {
    const events = conversation(50_000, ...upload);
    const whole = await fields(events, 'type', 'range.first', 'range.total', 'body_length', 'ack_offset', 'status');
    const lengths = [20, 700, 13, 60_000, 9, 9];
    let next = 0;
    const split = splitBytes(events, () => lengths[next++ % lengths.length] ?? 1);
    expect(await fields(split, 'type', 'range.first', 'range.total', 'body_length', 'ack_offset', 'status')).toEqual(whole);
    expect(whole[2]).toBe('Fragment|0|300000|150000||');
  });

  it('shows packets whose bodies were not kept', async () => {
    const encoder = new RecordingEncoder({ application: 'bitstap test' });
    encoder.begin();
    for (const event of conversation(80, ...upload)) encoder.take(event, event.type === 'data' ? Math.min(event.bytes.length, 500) : 0);
    expect(await fields(flushed(encoder), 'type')).toEqual(['Create-Session', 'Ack', 'Fragment', 'Ack', 'Fragment', 'Ack']);
  });

  it('leaves ordinary HTTP as it is, and Acks answers of HTTP', async () => {
    const events = allSamples().find(({ name }) => name === 'windows-upload-reply')?.events ?? [];
    const options = ['-T', 'fields', '-e', 'http.request.uri', '-e', 'http.response.code', '-e', 'http.content_length'];
    const with_ = await read(
      splitBytes(events, () => 300),
      ...options,
    );
    const without = tshark(file('recording.pcapng', record(splitBytes(events, () => 300))), ...options);
    expect(with_).toBe(without);
    expect(with_).toContain('responsefile.bin');
  });

  it('survives what samples and strangers say', async () => {
    const hostile = [
      'BITS_POST',
      'BITS_POST  HTTP/1.1\r\n\r\n',
      `BITS_POST ${' '.repeat(200_000)}x\r\n\r\n`,
      `BITS_POST / HTTP/1.1\r\nBITS-Session-Id:${' '.repeat(200_000)}x${' '.repeat(50_000)}\r\n\r\n`,
      'BITS_POST / HTTP/1.1\r\nBITS-Packet-Type:\r\nBITS-Session-Id: \r\nContent-Range: bytes 9-x/y\r\nBITS-Error: -1\r\nContent-Length: 99999999999999999999\r\n\r\n',
      'HTTP/1.1 \r\nBITS-Packet-Type: Ack\r\nBITS-Received-Content-Range: 18446744073709551616\r\n\r\n',
      'HTTP/1.1 200 OK\nBITS-Packet-Type: Ack\nContent-Length: 5\n\nhello',
    ];
    const told = hostile.flatMap((text, index): WireEvent[] => {
      const connection = `h${index}`;
      const opened = { type: 'opened', at: 0, connection, client: `192.0.2.7:${index + 1}`, server: '192.0.2.1:80' } as const;
      const from = text.startsWith('HTTP') ? 'server' : 'client';
      return [opened, { type: 'data', at: 0, connection, from, bytes: Buffer.from(text, 'latin1') }];
    });
    const text = await read([...allSamples().flatMap(({ events }) => events), ...told], '-V');
    expect(text).not.toMatch(/lua error/i);
    expect(text).toMatch(/This value of content-range can't be read/);
    expect(text).toMatch(/This value of bits-received-content-range can't be read/);
  });
});
