import { describe, expect, it } from 'vitest';
import { CaptureReader } from '../../../proxy/core/capture/capture-reader.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { pcap, pcapng } from '../../kit/capture-file.ts';
import { describeTimeline } from '../../kit/describe-timeline.ts';
import { allSamples, analyse } from '../../kit/samples.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';

/** What no packet shows: that the tap answered, rewrote, was told where to go, or could not get there. */
const onlyATapSees = (event: WireEvent) =>
  event.type === 'rewrite' ||
  event.type === 'routed' ||
  ('by' in event && event.by === 'proxy') ||
  ('from' in event && event.from === 'proxy');

const ALL = allSamples();
/** `garbage` begins with TLS, of which a capture says more. */
const SAMPLES = ALL.filter(({ name, events }) => name !== 'garbage' && !events.some(onlyATapSees));

function eventsOf(file: Uint8Array): WireEvent[] {
  const events: WireEvent[] = [];
  const reader = new CaptureReader((event) =>
    events.push('bytes' in event && event.type === 'data' ? { ...event, bytes: event.bytes.slice() } : event),
  );
  reader.feed(file);
  reader.end();
  return events;
}

describe.each(SAMPLES)('a capture of the conversation $name', ({ events, timeline }) => {
  const packets = packetsOf(events);
  /** No packet shows how long nothing came after the last one. */
  const end = events.filter(({ type }) => type === 'traffic-ended');

  it.each([
    ['pcapng', pcapng(packets, 101)],
    ['pcap', pcap(packets, { linkType: 101 })],
  ])('gives its timeline as %s', (_, file) => {
    expect(describeTimeline(analyse([...eventsOf(file), ...end]))).toEqual(timeline);
  });
});

it('names TLS, and reads the connections beside it', () => {
  const events = ALL.find(({ name }) => name === 'garbage')?.events ?? [];
  expect(describeTimeline(analyse(eventsOf(pcapng(packetsOf(events), 101))))).toEqual([
    'fault capture-tls',
    'x2 c1 s1 ping -> 200',
    'x1 c1 - other GET /health -> 204, 0 bytes, answered',
    's1 INIT report.bin 0/?; 0 errors, 0 warnings, 0 notes',
  ]);
});

describe('a capture that has not everything', () => {
  const sample = ALL.find(({ name }) => name === 'clean-upload');
  const packets = packetsOf(sample?.events ?? []);
  const isFragment = (bytes: Uint8Array) => Buffer.from(bytes).includes('BITS-Packet-Type: Fragment');

  it('tells the same sessions, where it is the end of each body that was cut off', () => {
    const cut = packets.map((packet) => {
      const { bytes } = packet;
      return isFragment(bytes) ? { ...packet, bytes: bytes.subarray(0, -3), length: bytes.length } : packet;
    });
    const events = eventsOf(pcapng(cut, 101));
    expect(events.filter(({ type }) => type === 'gap')).toMatchObject([{ bytes: 3 }, { bytes: 3 }]);
    expect(describeTimeline(analyse(events))).toEqual(sample?.timeline);
  });

  it('tells of a lost request only its answer, and goes on with the next', () => {
    const lost = packets.find(({ bytes }) => isFragment(bytes));
    const rest = packets.filter((packet) => packet !== lost);
    const timeline = describeTimeline(analyse(eventsOf(pcapng(rest, 101))));
    const sent = sample?.events.flatMap((event) => (event.type === 'data' && event.from === 'client' ? [event.bytes] : [])) ?? [];
    const before = Buffer.concat(sent.slice(0, sent.findIndex(isFragment))).length;
    expect(timeline.filter((line) => line.includes('other'))).toEqual([
      `x3 c1 - other, malformed, unreadable from client at ${before}`,
      'x4 c1 - other -> 200, 0 bytes, unsolicited',
    ]);
    expect(timeline.filter((line) => line.includes('fragment') && line.includes('->'))).toEqual([
      'x5 c1 s1 fragment 6-10/11 -> 200 next 11',
    ]);
  });
});
