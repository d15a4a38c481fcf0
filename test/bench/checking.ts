import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type CaptureKind, writeCapture } from './capture-traffic.ts';
import type { Children } from './children.ts';
import { median } from './table.ts';
import { type Usage, usageFromProc } from './usage.ts';

/** One program that reads one capture: medians over the rounds. */
export interface CheckRow {
  readonly capture: string;
  readonly reader: string;
  readonly megabytesPerSecond?: number;
  /** CPU as it was seen last: a program that has ended can't be asked. */
  readonly cpuSeconds?: number;
  readonly highestMegabytes?: number;
  /** How many times as fast as tshark, by the clock. */
  readonly ratio?: number;
  /** Why there are no figures. */
  readonly skipped?: string;
}

export interface CheckPlan {
  readonly megabytes: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

interface Reader {
  readonly title: string;
  readonly program: string;
  readonly args: (capture: string) => readonly string[];
}

interface Reading {
  readonly seconds: number;
  readonly cpuSeconds?: number;
  readonly highestMegabytes?: number;
}

const CAPTURES: readonly CaptureKind[] = [
  { title: 'packets of 64 KiB', payloadBytes: 65_483 },
  { title: 'packets of 1,500 bytes', payloadBytes: 1_460 },
];
const MAIN = fileURLToPath(new URL('../../proxy/main.js', import.meta.url));
const TSHARK = 'tshark -Y http';
const READERS: readonly Reader[] = [
  { title: 'bitstap check', program: process.execPath, args: (capture) => [MAIN, 'check', '--quiet', capture] },
  { title: TSHARK, program: 'tshark', args: (capture) => ['-r', capture, '-Y', 'http'] },
];
const LOOK_EVERY_MS = 20;

/** How fast captures are read, beside tshark where that is installed. */
export async function measureChecking(children: Children, { megabytes, rounds, say }: CheckPlan): Promise<CheckRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bitstap-bench-'));
  try {
    const rows: CheckRow[] = [];
    for (const kind of CAPTURES) {
      say(`check: ${kind.title}, writing ${megabytes} MB`);
      const capture = join(folder, 'capture.pcap');
      await writeCapture(capture, megabytes * 1e6, kind);
      rows.push(...(await measureReaders(children, kind, capture, { rounds, say })));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureReaders(
  children: Children,
  { title }: CaptureKind,
  capture: string,
  { rounds, say }: Pick<CheckPlan, 'rounds' | 'say'>,
): Promise<CheckRow[]> {
  const megabytes = (await stat(capture)).size / 1e6;
  const readers = await Promise.all(READERS.map(enter));
  for (let round = 1; round <= rounds; round += 1) {
    say(`check: ${title}, round ${round} of ${rounds}`);
    for (const { reader, readings, missing: why } of readers) if (why === undefined) readings.push(await read(children, reader, capture));
  }
  const yardstick = median(readers.find(({ reader }) => reader.title === TSHARK)?.readings.map(({ seconds }) => seconds) ?? []);
  return readers.map(({ reader, readings, missing: why }) => ({
    ...{ capture: title, reader: reader.title },
    ...(why === undefined ? medians(readings, megabytes, yardstick) : { skipped: why }),
  }));
}

interface Entered {
  readonly reader: Reader;
  readonly readings: Reading[];
  readonly missing: string | undefined;
}

async function enter(reader: Reader): Promise<Entered> {
  return { reader, readings: [], missing: await missing(reader) };
}

async function missing({ program }: Reader): Promise<string | undefined> {
  try {
    await promisify(execFile)(program, ['--version']);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

async function read(children: Children, { program, args }: Reader, capture: string): Promise<Reading> {
  const own = await mkdtemp(join(tmpdir(), 'bitstap-bench-'));
  const began = performance.now();
  const child = children.foreign(program, args(capture), own);
  let over = false;
  const ended = child.ended.then(() => {
    over = true;
  });
  let last: Usage | undefined;
  let highest = 0;
  while (!over) {
    const used = usageFromProc(child.pid);
    if (used && used.rssBytes > 0) last = used;
    highest = Math.max(highest, used?.rssBytes ?? 0);
    await Promise.race([after(LOOK_EVERY_MS), ended]);
  }
  const seconds = (performance.now() - began) / 1000;
  if (child.errors.startsWith('bitstap: ')) throw new Error(child.errors);
  return { seconds, ...(last && { cpuSeconds: last.cpuUs / 1e6, highestMegabytes: highest / 1e6 }) };
}

function medians(readings: readonly Reading[], megabytes: number, yardstick: number | undefined): Omit<CheckRow, 'capture' | 'reader'> {
  const middle = (measured: (reading: Reading) => number | undefined) =>
    median(readings.map(measured).filter((value) => value !== undefined));
  const seconds = middle(({ seconds: taken }) => taken);
  const cpuSeconds = middle((reading) => reading.cpuSeconds);
  const highestMegabytes = middle((reading) => reading.highestMegabytes);
  return {
    ...(seconds !== undefined && { megabytesPerSecond: megabytes / seconds }),
    ...(cpuSeconds !== undefined && { cpuSeconds }),
    ...(highestMegabytes !== undefined && { highestMegabytes }),
    ...(seconds !== undefined && yardstick !== undefined && { ratio: yardstick / seconds }),
  };
}
