/** The core alone, without a socket: how fast it takes wire events, and whether it gets slower as it goes on. */
import { Analyzer } from '../../../proxy/core/analyzer.ts';
import { Pairing } from '../../../proxy/core/http/pairing.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import type { CoreQuestion, CoreResult, CoreSpeed, CoreTrend } from '../messages.ts';
import { LOADS, type Load, type Upload } from '../scenarios.ts';
import { answerQuestions } from './answering.ts';
import { CoreTraffic } from './core-traffic.ts';

type Feed = (event: WireEvent) => void;

const WARM_UP_PACKETS = 20_000;
const MEASURED_MS = 1_500;
const TREND_WINDOW = 10_000;

const READERS: Readonly<Record<CoreSpeed['reader'], () => Feed>> = {
  analyzer() {
    const analyzer = new Analyzer();
    return (event) => void analyzer.feed(event);
  },
  'reading alone'() {
    const connections = new Map<string, Pairing>();
    let exchanges = 0;
    const nextId = () => `x${++exchanges}`;
    return (event) => {
      if (event.type === 'opened') connections.set(event.connection, new Pairing(event.connection, { nextId }));
      if (event.type === 'data') connections.get(event.connection)?.read(event.from, event.bytes, event.at);
    };
  },
};

/** Feeds one batch after the other; only the feeding is timed, not the making. Tells the CPU time, microseconds. */
function feedPackets(feed: Feed, traffic: CoreTraffic, packets: number): number {
  let spentUs = 0;
  for (let fed = 0; fed < packets; ) {
    const batch = traffic.next();
    const before = process.cpuUsage();
    for (const event of batch.events) feed(event);
    const { user, system } = process.cpuUsage(before);
    spentUs += user + system;
    fed += batch.packets;
  }
  return spentUs;
}

function measureSpeed({ title, connections, upload }: Load, reader: CoreSpeed['reader']): CoreSpeed {
  const feed = READERS[reader]();
  const traffic = new CoreTraffic(connections, upload);
  const chunksPerPacket = Math.ceil(upload.fragmentBytes / 65536);
  feedPackets(feed, traffic, WARM_UP_PACKETS / chunksPerPacket);
  const startedAt = performance.now();
  const from = { packets: traffic.packets, bytes: traffic.bytes };
  let spentUs = 0;
  while (performance.now() - startedAt < MEASURED_MS) spentUs += feedPackets(feed, traffic, 256);
  const packets = traffic.packets - from.packets;
  return {
    ...{ title: title.replace(/,.*/, ''), reader },
    cpuUsPerPacket: spentUs / packets,
    packetsPerSecond: (packets / spentUs) * 1e6,
    megabytesPerSecond: (traffic.bytes - from.bytes) / spentUs,
  };
}

function measureTrend(title: string, connections: number, upload: Upload, packets: number): CoreTrend {
  feedPackets(READERS.analyzer(), new CoreTraffic(connections, upload), WARM_UP_PACKETS);
  const feed = READERS.analyzer();
  const traffic = new CoreTraffic(connections, upload);
  const firstUs = feedPackets(feed, traffic, TREND_WINDOW) / TREND_WINDOW;
  feedPackets(feed, traffic, packets - 2 * TREND_WINDOW);
  const lastUs = feedPackets(feed, traffic, TREND_WINDOW) / TREND_WINDOW;
  return { title, packets: traffic.packets, firstUs, lastUs };
}

function measure({ packets }: CoreQuestion): CoreResult {
  const readers = ['reading alone', 'analyzer'] as const;
  const many: Upload = { mostly: 'pings', fragmentBytes: 1, perSession: 97 };
  const one: Upload = { mostly: 'fragments', fragmentBytes: 1024, perSession: packets * 2 };
  return {
    speeds: LOADS.flatMap((load) => readers.map((reader) => measureSpeed(load, reader))),
    trends: [
      measureTrend('sessions of 97 Pings, one after the other', 16, many, packets),
      measureTrend('one session of Fragments', 1, one, packets),
    ],
  };
}

answerQuestions(measure);
