/** `npm run bench`: what it costs to send BITS traffic through bitstap, beside two piped sockets and the proxies of others. */
import { writeFile } from 'node:fs/promises';
import { type CheckRow, measureChecking } from './checking.ts';
import { type Child, Children, START_MS } from './children.ts';
import { measureLoad } from './measure.ts';
import { measureMemory } from './memory.ts';
import type { CoreQuestion, CoreResult, Listening } from './messages.ts';
import { type BenchOptions, chosen, PARTS, parseOptions, USAGE } from './options.ts';
import { PIPED, RELAYS } from './relays.ts';
import { circumstances, describeChecking, describeCircumstances, describeCore, describeLoad, describeMemory } from './report.ts';
import { LOADS } from './scenarios.ts';

const COULD_NOT_RUN = 2;
const INTERRUPTED = 130;
const CORE_PATIENCE_MS = 300_000;

const say = (line: string) => process.stderr.write(`${line}\n`);

interface Bench {
  readonly options: BenchOptions;
  readonly children: Children;
}

/** What was measured so far, as it goes to the JSON file. */
type Figures = Record<string, unknown>;

async function bench({ options, children }: Bench): Promise<void> {
  const { only, json } = options;
  const where = circumstances();
  console.log(describeCircumstances(where));
  const figures: Figures = { ...where, options };
  const isPart = (name: string) => PARTS.some((part) => part === name);
  const wants = (part: string) => only.length === 0 || only.includes(part);
  if (only.length === 0 || only.some((name) => !isPart(name))) figures.loads = await benchLoads({ options, children });
  if (wants('memory')) figures.memory = await benchMemory({ options, children });
  if (wants('core')) figures.core = await benchCore({ options, children });
  if (wants('check')) figures.check = await benchChecking({ options, children });
  if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, undefined, 2)}\n`);
}

async function benchLoads({ options, children }: Bench): Promise<Figures[]> {
  const { ends } = await startEnds(children);
  const relayIds = [
    PIPED,
    ...chosen(
      options.only,
      RELAYS.map(({ id }) => id),
    ),
  ];
  const loadIds = chosen(
    options.only,
    LOADS.map(({ id }) => id),
  );
  const relays = RELAYS.filter(({ id }) => relayIds.includes(id));
  const figures: Figures[] = [];
  for (const load of LOADS.filter(({ id }) => loadIds.includes(id))) {
    const rows = await measureLoad(ends, load, relays, { ...options, say });
    console.log(`\n${describeLoad(load, rows)}`);
    figures.push({ load: load.id, rows: rows.map(({ relay, ...row }) => ({ relay: relay.id, ...row })) });
  }
  await children.stopAll();
  return figures;
}

async function benchMemory({ options, children }: Bench): Promise<unknown> {
  say(`memory: one upload of ${options.gigabytes} GB`);
  const { ends, origin } = await startEnds(children);
  const run = await measureMemory(ends, origin, options.gigabytes);
  await children.stopAll();
  console.log(`\n${describeMemory(run)}`);
  return run;
}

async function benchCore({ options, children }: Bench): Promise<CoreResult> {
  say(`core: alone, then ${options.packets.toLocaleString('en')} packets in a row, twice`);
  const question: CoreQuestion = { packets: options.packets };
  const result = await children.node('processes/core.js', []).ask<CoreResult>(question, CORE_PATIENCE_MS);
  await children.stopAll();
  console.log(`\n${describeCore(result)}`);
  return result;
}

async function benchChecking({ options: { megabytes, rounds }, children }: Bench): Promise<CheckRow[]> {
  const rows = await measureChecking(children, { megabytes, rounds, say });
  console.log(`\n${describeChecking(rows)}`);
  return rows;
}

async function startEnds(children: Children): Promise<{ ends: Parameters<typeof measureLoad>[0]; origin: Child }> {
  const origin = children.node('processes/origin.js', []);
  const { port } = await origin.next<Listening>(START_MS);
  return { ends: { children, load: children.node('processes/load.js', []), originPort: port }, origin };
}

async function main(): Promise<void> {
  const children = new Children();
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    void children.stopAll().then(() => process.exit(INTERRUPTED));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  try {
    const options = parseOptions(
      process.argv.slice(2),
      RELAYS.map(({ id }) => id),
    );
    if (options === 'help') return console.log(USAGE);
    await bench({ options, children });
  } catch (error) {
    if (!interrupted) say(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = COULD_NOT_RUN;
  } finally {
    await children.stopAll();
  }
}

await main();
