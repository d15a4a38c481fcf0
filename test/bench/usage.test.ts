import { expect, it } from 'vitest';
import { parseProcess } from './usage.ts';

// The fields of proc(5): pid (comm) state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime …
const STAT = '42 (a worker (1) of 2) S 7 42 42 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 1 0 12345 1000000 999 18446744073709551615\n';

it('reads the parent and the times of a process, whatever its name holds', () => {
  expect(parseProcess(42, STAT, 'Name:\tworker\nVmRSS:\t    2048 kB\n')).toEqual({
    pid: 42,
    parent: 7,
    cpuUs: 1_750_000,
    rssBytes: 2_097_152,
  });
});

it('takes a process without memory of its own for an empty one', () => {
  expect(parseProcess(42, STAT, 'Name:\tkthread\n').rssBytes).toBe(0);
});
