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

  it.each([
    ['pcapng', pcapng(packets, 101)],
    ['pcap', pcap(packets, { linkType: 101 })],
  ])('gives its timeline as %s', (_, file) => {
    expect(describeTimeline(analyse(eventsOf(file)))).toEqual(timeline);
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
