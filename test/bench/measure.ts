import { setTimeout as after } from 'node:timers/promises';
import type { Child, Children } from './children.ts';
import type { Burst, BurstResult, PageSummary } from './messages.ts';
import { PIPED, type Relay, type StartedRelay } from './relays.ts';
import type { Load } from './scenarios.ts';
import { median } from './table.ts';

/** What the load and the relays run between: both processes of ours. */
export interface Ends {
  readonly children: Children;
  readonly load: Child;
  readonly originPort: number;
}

export interface Plan {
  readonly seconds: number;
  readonly rounds: number;
  /** Told what goes on, for whoever waits. */
  readonly say: (line: string) => void;
}

/** One relay under one load: medians over the rounds. Undefined is what could not be measured. */
export interface Row {
  readonly relay: Relay;
  readonly cpuUsPerPacket?: number;
  /** CPU per packet as a multiple of the piped sockets in the same round. */
  readonly ratio?: number;
  readonly packetsPerSecond?: number;
  readonly megabytesPerSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly rssMegabytes?: number;
  readonly page?: PageSummary;
  /** Why there are no figures. */
  readonly skipped?: string;
}

/** One relay in one round. */
interface Sample extends BurstResult {
  readonly cpuUsPerPacket?: number;
  readonly rssBytes?: number;
}

interface Contestant {
  readonly relay: Relay;
  readonly started?: StartedRelay;
  readonly samples: Sample[];
  skipped?: string;
}

/** Long enough that whatever a relay puts off, such as telling its page, is counted where it belongs. */
const SETTLE_MS = 150;
/** Long enough for V8 to have compiled what matters: at 20,000 packets a second it goes on for some seconds, and a tap runs for days. */
const WARM_UP_S = 5;
const BURST_PATIENCE_MS = 30_000;

/** All relays under one load, in turns, so that the noise of a shared machine hits all of them alike. */
export async function measureLoad(ends: Ends, load: Load, relays: readonly Relay[], plan: Plan): Promise<Row[]> {
  const contestants: Contestant[] = [];
  for (const relay of relays) contestants.push(await enter(ends, relay));
  plan.say(`${load.title}: warming up`);
  for (const contestant of contestants) await takeTurn(ends, load, contestant, Math.max(WARM_UP_S, plan.seconds), 'warm-up');
  for (let round = 1; round <= plan.rounds; round += 1) {
    plan.say(`${load.title}: round ${round} of ${plan.rounds}`);
    for (const contestant of contestants) await takeTurn(ends, load, contestant, plan.seconds, 'counts');
  }
  const yardstick = contestants.find(({ relay }) => relay.id === PIPED)?.samples ?? [];
  return Promise.all(contestants.map((contestant) => leave(contestant, yardstick)));
}

async function enter({ children, originPort }: Ends, relay: Relay): Promise<Contestant> {
  try {
    return { relay, started: await relay.start(children, originPort), samples: [] };
  } catch (error) {
    if (relay.kind === 'ours') throw error;
    return { relay, samples: [], skipped: error instanceof Error ? error.message : String(error) };
  }
}

async function takeTurn(ends: Ends, load: Load, contestant: Contestant, seconds: number, purpose: 'warm-up' | 'counts'): Promise<void> {
  const { relay, started, samples, skipped } = contestant;
  if (!started || skipped !== undefined) return;
  const { connections, upload } = load;
  const sample = await measureBurst(ends.load, started, {
    port: started.port,
    method: relay.method,
    connections,
    upload,
    until: { seconds },
  });
  if (sample.problem !== undefined && relay.kind === 'ours') throw new Error(`${relay.title}, ${load.title}: ${sample.problem}`);
  if (sample.problem !== undefined) contestant.skipped = sample.problem;
  else if (purpose === 'counts') samples.push(sample);
}

async function measureBurst(
  load: Child,
  relay: StartedRelay,
  burst: Burst & { readonly until: { readonly seconds: number } },
): Promise<Sample> {
  const before = await relay.usage();
  const result = await load.ask<BurstResult>(burst, burst.until.seconds * 1000 + BURST_PATIENCE_MS);
  await after(SETTLE_MS);
  const used = await relay.usage();
  if (!before || !used) return result;
  return { ...result, cpuUsPerPacket: (used.cpuUs - before.cpuUs) / result.packets, rssBytes: used.rssBytes };
}

async function leave({ relay, started, samples, skipped }: Contestant, yardstick: readonly Sample[]): Promise<Row> {
  const page = await started?.page?.();
  await started?.stop();
  if (skipped !== undefined) return { relay, skipped };
  return { relay, ...medians(samples, yardstick), ...(page && { page }) };
}

function medians(samples: readonly Sample[], yardstick: readonly Sample[]): Omit<Row, 'relay'> {
  const middle = <Name extends string>(name: Name, measured: (sample: Sample, round: number) => number | undefined) => {
    const value = median(samples.map(measured).filter((one) => one !== undefined));
    return value === undefined ? {} : { [name]: value };
  };
  return {
    ...middle('cpuUsPerPacket', ({ cpuUsPerPacket }) => cpuUsPerPacket),
    ...middle('ratio', ({ cpuUsPerPacket = Number.NaN }, round) => some(cpuUsPerPacket / (yardstick[round]?.cpuUsPerPacket ?? Number.NaN))),
    ...middle('packetsPerSecond', ({ packets, seconds }) => packets / seconds),
    ...middle('megabytesPerSecond', ({ bytes, seconds }) => bytes / seconds / 1e6),
    ...middle('p50Ms', ({ p50Ms }) => p50Ms),
    ...middle('p99Ms', ({ p99Ms }) => p99Ms),
    ...middle('rssMegabytes', ({ rssBytes }) => rssBytes && rssBytes / 1e6),
  };
}

function some(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
