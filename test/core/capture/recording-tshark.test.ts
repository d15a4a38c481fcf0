import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { RecordingEncoder } from '../../../proxy/core/capture/recording-encoder.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { flushed, record } from '../../kit/recording.ts';
import { allSamples } from '../../kit/samples.ts';
import { folderOfFiles, follow, hasWireshark, tshark } from '../../kit/wireshark.ts';

const AT = 1_741_078_800_000;

/** Every sample in one recording, one after the other. */
const EVENTS: readonly WireEvent[] = allSamples().flatMap(({ name, events }, index) =>
  events.map((event) => {
    const at = event.at + index * 1000;
    return 'connection' in event && event.connection !== undefined
      ? { ...event, at, connection: `${name} ${event.connection}` }
      : { ...event, at };
  }),
);

/** What each side of each connection said, in the order in which they were opened. */
function streams(events: readonly WireEvent[]) {
  const said = new Map<string, { client: string; server: string }>();
  for (const event of events) {
    if (event.type === 'opened') said.set(event.connection, { client: '', server: '' });
    const stream = event.type === 'data' && said.get(event.connection);
    if (event.type === 'data' && stream) stream[event.from === 'client' ? 'client' : 'server'] += Buffer.from(event.bytes).toString('hex');
  }
  return [...said.values()].map(({ client, server }) => [client, server]);
}

/** What TCP analysis makes of a file, besides that windows change and ports are used again. */
const NOT_IN_ORDER = 'tcp.analysis.flags && !tcp.analysis.window_update && !tcp.analysis.reused_ports';

describe.runIf(hasWireshark('nothing shows that Wireshark reads what we record'))('Wireshark', () => {
  const file = folderOfFiles();

  it('has no complaint about a recording', () => {
    const path = file('all.pcapng', record(EVENTS));
    const { status, stdout, stderr } = spawnSync('capinfos', [path], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Capture application: +bitstap test/);
    expect(stdout).toMatch(/Name = bitstap/);
    expect(stdout).not.toMatch(/cut short|appears|Unknown/i);
    // The samples have only the beginnings of NTLM messages.
    const bad = `(_ws.malformed && !ntlmssp) || ip.checksum.status == 0 || ip.bogus_ip_length || (${NOT_IN_ORDER})`;
    expect(tshark(path, '-o', 'ip.check_checksum:TRUE', '-Y', bad)).toBe('');
    const experts = tshark(path, '-q', '-z', 'expert,warn').split('\n');
    const ours = experts.filter((line) => /\b(?:TCP|IPv4|IPv6|Malformed|Frame)\b/.test(line) && !/NTLMSSP|Connection reset/.test(line));
    expect(ours).toEqual([]);
    expect(experts.join()).toMatch(/Connection reset/);
  });

  it('finds the same bytes in each stream', () => {
    const said = streams(EVENTS);
    expect(said.length).toBeGreaterThan(100);
    expect(follow(file('streams.pcapng', record(EVENTS)), said.length)).toEqual(said);
  });

  it('shows names of hosts, findings, and how long a body was that was not kept', () => {
    const encoder = new RecordingEncoder({ application: 'bitstap test' });
    encoder.begin();
    encoder.take({ type: 'opened', at: AT, connection: 'c1', client: '[2001:db8::7]:50211', server: 'files.example.test:80' });
    encoder.take({ type: 'data', at: AT + 0.125, connection: 'c1', from: 'client', bytes: new Uint8Array(70_000) }, 10);
    encoder.comment('c1', AT + 1, 'error fragment-gap (client): Fragment\nstarts at 7 → 😀');
    const path = file('details.pcapng', flushed(encoder));
    expect(
      tshark(
        path,
        '-N',
        'n',
        '-Y',
        'tcp.flags.syn == 1 && tcp.flags.ack == 0',
        '-T',
        'fields',
        '-e',
        'ipv6.src_host',
        '-e',
        'ipv6.dst_host',
        '-e',
        'tcp.dstport',
      ),
    ).toBe('2001:db8::7\tfiles.example.test\t80\n');
    const lengths = tshark(path, '-Y', 'tcp.len > 0', '-T', 'fields', '-e', 'tcp.len', '-e', 'frame.cap_len', '-e', 'frame.time_epoch');
    expect(lengths).toBe('65495\t70\t1741078800.000125000\n4505\t60\t1741078800.000125000\n');
    expect(tshark(path, '-Y', 'frame.comment contains "finding"', '-T', 'fields', '-e', 'frame.comment')).toBe(
      'bitstap finding: error fragment-gap (client): Fragment\\nstarts at 7 → 😀\n',
    );
  });

  it('follows a connection into the next file, and beyond what sequence numbers count', () => {
    const gap = (at: number): WireEvent => ({ type: 'gap', at: AT + at, connection: 'c1', from: 'client', bytes: 2 ** 30 });
    const encoder = new RecordingEncoder({ application: 'bitstap test' });
    encoder.begin();
    encoder.take({ type: 'opened', at: AT, connection: 'c1', client: '192.0.2.10:50211', server: '192.0.2.1:80' });
    for (let at = 1; at <= 5; at += 1) encoder.take(gap(at));
    encoder.take({ type: 'data', at: AT + 9, connection: 'c1', from: 'server', bytes: Buffer.from('answer') });
    const first = flushed(encoder);
    encoder.begin();
    encoder.take({ type: 'data', at: AT + 10, connection: 'c1', from: 'client', bytes: Buffer.from('more') });
    encoder.take({ type: 'closed', at: AT + 11, connection: 'c1', by: 'client', how: 'reset' });
    const second = flushed(encoder);
    expect(tshark(file('first.pcapng', first), '-Y', NOT_IN_ORDER).slice(0, 300)).toBe('');
    expect(tshark(file('second.pcapng', second), '-Y', NOT_IN_ORDER)).toBe('');
    expect(follow(file('second.pcapng', second), 1)).toEqual([[Buffer.from('more').toString('hex'), '']]);
    const both = tshark(
      file('both.pcapng', Buffer.concat([first, second])),
      '-Y',
      `tcp.len == 4 || (${NOT_IN_ORDER})`,
      '-T',
      'fields',
      '-e',
      'tcp.stream',
      '-e',
      'tcp.payload',
    );
    expect(both).toBe(`0\t${Buffer.from('more').toString('hex')}\n`);
  });
});
