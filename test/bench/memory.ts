import { setTimeout as after } from 'node:timers/promises';
import type { Child } from './children.ts';
import type { Ends } from './measure.ts';
import type { BurstResult, Received } from './messages.ts';
import { BITSTAP, RELAYS, type StartedRelay } from './relays.ts';
import { longUpload } from './scenarios.ts';

/** bitstap's memory when so much of one upload had gone through. */
export interface MemoryMark {
  readonly gigabytes: number;
  readonly rssMegabytes: number;
}

export interface MemoryRun {
  readonly marks: readonly MemoryMark[];
  readonly highestMegabytes: number;
  readonly secondsTaken: number;
}

const LOOK_EVERY_MS = 50;
/** Slower than this a gigabyte does not go through; then something hangs. */
const PATIENCE_PER_GIGABYTE_MS = 60_000;
const ANSWER_MS = 10_000;

/** One upload of many gigabytes in a single session, and bitstap's memory while it goes on. */
export async function measureMemory(ends: Ends, origin: Child, gigabytes: number): Promise<MemoryRun> {
  const relay = RELAYS.find(({ id }) => id === BITSTAP);
  if (!relay) throw new Error('bitstap is no relay');
  const started = await relay.start(ends.children, ends.originPort);
  const patienceMs = gigabytes * PATIENCE_PER_GIGABYTE_MS;
  const burst = { port: started.port, method: relay.method, connections: 1, upload: longUpload(gigabytes), until: 'uploaded' };
  const samples: MemoryMark[] = [];
  const watching = new AbortController();
  try {
    const upload = ends.load.ask<BurstResult>(burst, patienceMs).finally(() => watching.abort());
    const [{ seconds, problem }] = await Promise.all([upload, watchMemory(started, origin, samples, watching.signal)]);
    if (problem !== undefined) throw new Error(`${relay.title}, ${gigabytes} GB: ${problem}`);
    const highestMegabytes = Math.max(...samples.map(({ rssMegabytes }) => rssMegabytes));
    return { marks: pick(samples, gigabytes), highestMegabytes, secondsTaken: seconds };
  } finally {
    await started.stop();
  }
}

async function watchMemory(relay: StartedRelay, origin: Child, samples: MemoryMark[], over: AbortSignal): Promise<void> {
  const before = await origin.ask<Received>({}, ANSWER_MS);
  while (!over.aborted) {
    const { bytes } = await origin.ask<Received>({}, ANSWER_MS);
    const usage = await relay.usage();
    if (usage) samples.push({ gigabytes: (bytes - before.bytes) / 1e9, rssMegabytes: usage.rssBytes / 1e6 });
    await after(LOOK_EVERY_MS);
  }
}

/** The first look after every second gigabyte, from the first on, and the last look of all. */
function pick(samples: readonly MemoryMark[], gigabytes: number): MemoryMark[] {
  const wanted = Array.from({ length: Math.ceil(gigabytes / 2) }, (_, index) => 1 + 2 * index).filter((mark) => mark < gigabytes);
  const marks = wanted.map((mark) => samples.find((sample) => sample.gigabytes >= mark));
  return [...marks, samples.at(-1)].filter((mark) => mark !== undefined);
}
