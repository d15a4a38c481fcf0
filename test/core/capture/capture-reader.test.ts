import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { block, enhanced, networkInterface, pcap, pcapng, section } from '../../kit/capture-file.ts';
import { pieces, readCapture, said } from '../../kit/captured.ts';
import { ethernet, ipv4, join, tcpPacket } from '../../kit/packets.ts';
import { allSamples } from '../../kit/samples.ts';
import { packetsOf, TcpPeers } from '../../kit/tcp-peers.ts';

const REQUEST = 'GET / HTTP/1.1\r\n\r\n';
const SAMPLE = packetsOf(allSamples().find(({ name }) => name === 'clean-upload')?.events ?? []);
const FILES = [pcapng(SAMPLE, 101), pcap(SAMPLE, { linkType: 101 })];

/** Frames of one connection each, in which a client says something. */
function connections(count: number, text = REQUEST) {
  return Array.from({ length: count }, (_, index) => {
    const peers = new TcpPeers(`192.0.2.10:${index + 1}`);
    return [...peers.open(), peers.send('client', text)].map((segment) => ({ bytes: tcpPacket(segment) }));
  }).flat();
}

describe('a file', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), /gzip file.*unpack/],
    ['zstd', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0), /zstd file.*unpack/],
    ['lz4', Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0, 0, 0, 0), /lz4 file.*unpack/],
    ['an empty zip', Buffer.from('PK\x05\x06\x00\x00\x00\x00'), /zip file with nothing/],
    ['JSON', Buffer.from('{"name": "bitstap"}'), /JSON file.*HAR.*JSON lines/],
    ['Network Monitor', Buffer.from('GMBU\x00\x02\x01\x00'), /Network Monitor.*Wireshark/],
    ['text', Buffer.from('BITS_POST / HTTP/1.1'), /no capture.*pcapng/],
    ['three bytes', Buffer.from('abc'), /no capture/],
    ['no bytes', Buffer.alloc(0), /empty/],
  ])('of another kind (%s) is named', (_, file, message) => {
    const { events, summary } = readCapture(pieces(file, () => 3));
    expect(events).toMatchObject([{ type: 'fault', code: 'capture-format', at: 0, message: expect.stringMatching(message) }]);
    expect(summary).toMatchObject({ frames: 0, bytes: file.length });
    expect(summary.format).toBeUndefined();
  });

  it('that lies is read up to there, and the place is told', () => {
    const [first, second] = connections(1, REQUEST).slice(2);
    const file = join(
      section(),
      networkInterface(101),
      enhanced(first?.bytes ?? [], 5n),
      enhanced(second?.bytes ?? [], 7n),
      enhanced([1], 0n, { on: 9 }),
    );
    const { events } = readCapture([file, new Uint8Array(100)]);
    expect(said(events)).toEqual(['c1 192.0.2.10:1 -> 192.0.2.1:80', `c1 client: ${REQUEST}`, 'fault capture-malformed']);
    expect(events.at(-1)).toMatchObject({
      at: 0.007,
      message: expect.stringMatching(new RegExp(`byte ${file.length - 36} of the file.*2 frames`)),
    });
  });

  it('that is cut off is read up to there', () => {
    const file = FILES[0]?.subarray(0, -5) ?? new Uint8Array(0);
    const { events, summary } = readCapture([file]);
    expect(events.filter(({ type }) => type === 'fault')).toMatchObject([{ code: 'capture-truncated' }]);
    expect(summary.frames).toBe(SAMPLE.length - 1);
  });

  it.each(FILES)('tells the same in any pieces', (file) => {
    const whole = readCapture([file]);
    expect(whole.summary).toMatchObject({ frames: SAMPLE.length, http: 1, bytes: file.length });
    expect(readCapture(pieces(file, () => 1))).toEqual(whole);
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 3000 }));
    fc.assert(
      fc.property(lengths, (stream) => {
        expect(readCapture(pieces(file, () => stream.next().value ?? 1))).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is left out', () => {
  it('is counted by its reason, and told where people can do something', () => {
    const tcp = SAMPLE[3]?.bytes ?? new Uint8Array(0);
    const address = Uint8Array.of(192, 0, 2, 1);
    const frames = [
      ethernet(tcp),
      join(new Uint8Array(12), [8, 6], new Uint8Array(28)),
      ethernet(ipv4(address, address, [], { protocol: 17 })),
      ethernet(ipv4(address, address, [1, 2], { fragment: 0x2000 })),
      ethernet(ipv4(address, address, [1, 2], { fragment: 1 })),
      ethernet(ipv4(address, address, [1, 2], { length: 1 })),
    ];
    const otherLink = [networkInterface(105), enhanced([1], 0n, { on: 1 })];
    const file = join(section(), networkInterface(1), ...frames.map((frame) => enhanced(frame, 0n)), ...otherLink, block(5, []));
    const { events, summary } = readCapture([file]);
    expect(summary.skipped).toEqual({ 'not-ip': 1, 'not-tcp': 1, 'ip-fragment': 2, malformed: 1, 'link-type': 1 });
    expect(summary).toMatchObject({ frames: 7, connections: 1, faults: { 'capture-ip-fragment': 2, 'capture-link-type': 1 } });
    expect(events.filter(({ type }) => type === 'fault')).toMatchObject([
      { code: 'capture-ip-fragment', message: expect.stringMatching(/^Frame 4 /) },
      { code: 'capture-link-type', message: expect.stringMatching(/^Frame 7 .*105/) },
    ]);
  });

  it('begins with the connection that was silent longest, when there are too many', () => {
    const [a = [], b = [], c = []] = [0, 1, 2].map((index) => connections(3).slice(index * 4, index * 4 + 4));
    const { events } = readCapture([pcap([...a, ...b, ...c], { linkType: 101 })], { maxConnections: 2 });
    expect(said(events)).toEqual([
      'c1 192.0.2.10:1 -> 192.0.2.1:80',
      `c1 client: ${REQUEST}`,
      'c2 192.0.2.10:2 -> 192.0.2.1:80',
      `c2 client: ${REQUEST}`,
      'c1 closed by proxy, shutdown',
      'fault capture-limit',
      'c3 192.0.2.10:3 -> 192.0.2.1:80',
      `c3 client: ${REQUEST}`,
    ]);
  });

  it('is told when too much waits behind missing bytes', () => {
    const peers = new TcpPeers();
    const [first, , ...rest] = peers.sendAll('client', `PUT / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`, 1000);
    const segments = [...new TcpPeers().open(), first, ...rest].filter((segment) => segment !== undefined);
    const { events } = readCapture(
      [
        pcap(
          segments.map((segment) => ({ bytes: tcpPacket(segment) })),
          { linkType: 101 },
        ),
      ],
      { maxHeldBytes: 2500 },
    );
    expect(events.map(({ type }) => type)).toEqual(['opened', 'data', 'gap', 'data', 'data', 'fault', 'data', 'data']);
  });
});

describe('bytes of any kind', () => {
  const inPieces = fc.integer({ min: 1, max: 300 });
  const head = fc.constantFrom(section(), join(section(), networkInterface(1)), pcap([]), pcap([], { linkType: 101 }));

  it('end in a summary, behind any beginning', () => {
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 2000 }), inPieces, (begin, rest, length) => {
        const file = join(begin, rest);
        expect(readCapture(pieces(file, () => length)).summary.bytes).toBe(file.length);
      }),
      { numRuns: 300 },
    );
  });

  it('end in a summary, wherever a capture was changed, and times stay times', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom(0, 1, 4, 0x7f, 0x80, 0xff, 0x0a, 0x20));
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.array(change, { minLength: 1, maxLength: 12 }), (file, changes) => {
        const changed = Uint8Array.from(file);
        for (const [at, byte] of changes) changed[at % changed.length] = byte;
        const { events } = readCapture([changed]);
        for (const { at } of events) expect(at).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it('in TCP end in a summary as well', () => {
    const segment = fc.record({
      from: fc.constantFrom('192.0.2.10:1', '192.0.2.1:80'),
      seq: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 0xffff_ffff })),
      ack: fc.option(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 0xffff_ffff })), { nil: undefined }),
      flags: fc.constantFrom('', '', '', 'S', 'F', 'R', 'SF'),
      payload: fc.constantFrom('', 'GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', 'x', '\x16\x03\x03\x00\x01x'),
    });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 60 }), (segments) => {
        const packets = segments.map(({ from, seq, ack, flags, payload }) => ({
          bytes: tcpPacket({
            from,
            to: from === '192.0.2.1:80' ? '192.0.2.10:1' : '192.0.2.1:80',
            seq,
            flags,
            payload,
            ...(ack !== undefined && { ack }),
          }),
        }));
        const { events, summary } = readCapture([pcap(packets, { linkType: 101 })], { maxHeldBytes: 2000, maxUnknownBytes: 1000 });
        expect(summary.frames).toBe(segments.length);
        expectOrder(events);
      }),
      { numRuns: 500 },
    );
  });
});

/** Each connection is opened before anything is said on it, and nothing is said on it afterwards. */
function expectOrder(events: ReturnType<typeof readCapture>['events']): void {
  const open = new Set<string>();
  for (const event of events) {
    if (event.type === 'opened') open.add(event.connection);
    else if ('connection' in event && event.connection !== undefined) expect(open).toContain(event.connection);
    if (event.type === 'closed') open.delete(event.connection);
  }
}
