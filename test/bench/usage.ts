import { readdirSync, readFileSync } from 'node:fs';

/** What a relay has used so far, with all its threads and child processes. */
export interface Usage {
  /** User and system time, microseconds. */
  readonly cpuUs: number;
  readonly rssBytes: number;
}

/** The unit of times in /proc: Linux shows user space 100 ticks a second, whatever the kernel's own clock. */
const TICK_US = 10_000;

/** Of a program that can't be asked: from /proc, with its descendants. Undefined where there is no /proc. */
export function usageFromProc(root: number): Usage | undefined {
  if (process.platform !== 'linux') return undefined;
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
  const family = descendants(root, processes);
  return {
    cpuUs: family.reduce((sum, { cpuUs }) => sum + cpuUs, 0),
    rssBytes: family.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
  };
}

interface Process extends Usage {
  readonly pid: number;
  readonly parent: number;
}

/** A process that ended since its folder was listed has no files any more. */
function readProcess(pid: string): Process[] {
  try {
    return [parseProcess(Number(pid), readFileSync(`/proc/${pid}/stat`, 'latin1'), readFileSync(`/proc/${pid}/status`, 'latin1'))];
  } catch {
    return [];
  }
}

/** Fields 4, 14 and 15 of proc(5)'s stat: parent, utime, stime. The name in brackets before them may hold anything. */
export function parseProcess(pid: number, stat: string, status: string): Process {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const rssKib = Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0);
  return { pid, parent: Number(fields[1]), cpuUs: ticks * TICK_US, rssBytes: rssKib * 1024 };
}

function descendants(root: number, processes: readonly Process[]): Process[] {
  const children = processes.filter(({ parent }) => parent === root).flatMap(({ pid }) => descendants(pid, processes));
  return [...processes.filter(({ pid }) => pid === root), ...children];
}
