import { cpus, loadavg, totalmem } from 'node:os';
import type { CheckRow } from './checking.ts';
import type { Row } from './measure.ts';
import type { MemoryRun } from './memory.ts';
import type { CoreResult, CoreSpeed, CoreTrend } from './messages.ts';
import type { Load } from './scenarios.ts';
import { figure, table } from './table.ts';

/** Where and when the figures were taken, without which they mean nothing. */
export interface Circumstances {
  readonly date: string;
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  /** Of the last minute, before the benchmark began; 0 on Windows. */
  readonly loadAverage: number;
}

export function circumstances(): Circumstances {
  const [processor] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    cpu: processor?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: totalmem() / 1e9,
    loadAverage: loadavg()[0] ?? 0,
  };
}

export function describeCircumstances({ date, node, system, cpu, cores, memoryGigabytes, loadAverage }: Circumstances): string {
  return (
    `${date}, Node ${node}, ${system}, ${cpu}, ${cores} cores, ${figure(memoryGigabytes)} GB of memory, load average before ${figure(loadAverage)}\n` +
    'Clients, relay and server are processes of this machine and share its cores: trust the ratios.\n' +
    'CPU is user and system time of the relay with all its threads and workers; ratio is CPU per packet against the piped sockets, the\n' +
    'median of the rounds. MB = 10^6 bytes of bodies. n/a: this system does not tell the CPU time or memory of a program that is not ours.'
  );
}

const HEADINGS = ['relay', 'method', 'CPU µs/packet', 'ratio', 'budget', 'packets/s', 'MB/s', 'p50 ms', 'p99 ms', 'RSS MB'];

export function describeLoad(load: Load, rows: readonly Row[]): string {
  const measured = rows.filter(({ skipped }) => skipped === undefined);
  const skipped = rows.flatMap(({ relay, skipped: why }) => (why === undefined ? [] : [`skipped: ${relay.title} (${why})`]));
  const pages = rows.flatMap(describePage);
  return [
    load.title,
    table(
      HEADINGS,
      measured.map((row) => cells(row, load)),
    ),
    ...pages,
    ...skipped,
  ].join('\n');
}

function cells(row: Row, load: Load): string[] {
  const { relay, cpuUsPerPacket, ratio, packetsPerSecond, megabytesPerSecond, p50Ms, p99Ms, rssMegabytes } = row;
  const numbers = [packetsPerSecond, megabytesPerSecond, p50Ms, p99Ms, rssMegabytes].map(figure);
  return [relay.title, relay.method, figure(cpuUsPerPacket), figure(ratio), budget(row, load), ...numbers];
}

/** Whether bitstap is within its budget; for others, and where there is none, nothing. */
function budget({ relay, ratio }: Row, load: Load): string {
  if (!relay.budgeted || load.budget === undefined || ratio === undefined) return '';
  return `${load.budget.toFixed(1)} ${ratio <= load.budget ? 'met' : 'NOT met'}`;
}

function describePage({ relay, page }: Row): string[] {
  if (!page) return [];
  const { messages, bytes, events, watched, reconnects } = page;
  return [
    `page of "${relay.title}": ${messages} messages, ${figure(bytes / 1e6)} MB, ${events} events of ${watched} watched sessions, cut off ${reconnects} times`,
  ];
}

export function describeMemory({ marks, highestMegabytes, secondsTaken }: MemoryRun): string {
  const rows = marks.map(({ gigabytes, rssMegabytes }) => [`after ${figure(gigabytes)} GB`, figure(rssMegabytes)]);
  return `bitstap's memory during one upload in fragments of 1 MiB (${figure(secondsTaken)} s)\n${table(['', 'RSS MB'], [...rows, ['highest', figure(highestMegabytes)]])}`;
}

export function describeCore({ speeds, trends }: CoreResult): string {
  return [
    'The core alone, on one thread, no sockets; "reading alone" is HTTP without BITS, sessions and rules',
    table(['', 'CPU µs/packet', 'packets/s', 'MB/s'], speeds.map(speedCells)),
    '',
    'The core over a long run: CPU µs per packet of the first and of the last 10,000',
    table(['', 'packets', 'first', 'last', 'last / first'], trends.map(trendCells)),
  ].join('\n');
}

export function describeChecking(rows: readonly CheckRow[]): string {
  const measured = rows.filter(({ skipped }) => skipped === undefined);
  const skipped = rows.flatMap(({ reader, skipped: why }) => (why === undefined ? [] : [`skipped: ${reader} (${why})`]));
  return [
    'Captures from end to end; MB = 10^6 bytes of the file, memory is the highest that was seen',
    table(['capture, reader', 'MB/s', 'CPU s', 'RSS MB', 'times tshark'], measured.map(checkCells)),
    ...new Set(skipped),
  ].join('\n');
}

function checkCells({ capture, reader, megabytesPerSecond, cpuSeconds, highestMegabytes, ratio }: CheckRow): string[] {
  return [`${capture}: ${reader}`, ...[megabytesPerSecond, cpuSeconds, highestMegabytes, ratio].map(figure)];
}

function speedCells({ title, reader, cpuUsPerPacket, packetsPerSecond, megabytesPerSecond }: CoreSpeed): string[] {
  return [`${title}: ${reader}`, ...[cpuUsPerPacket, packetsPerSecond, megabytesPerSecond].map(figure)];
}

function trendCells({ title, packets, firstUs, lastUs }: CoreTrend): string[] {
  return [title, packets.toLocaleString('en'), figure(firstUs), figure(lastUs), figure(lastUs / firstUs)];
}
