/** The clients: uploads on many connections for a while, on raw sockets, with bodies that were made once. */
import type { Burst, BurstResult } from '../messages.ts';
import { percentile } from '../table.ts';
import { answerQuestions } from './answering.ts';
import { type Tally, uploadOnConnection } from './load-connection.ts';

let bursts = 0;

async function run(burst: Burst): Promise<BurstResult> {
  bursts += 1;
  const tally: Tally = { packets: 0, bytes: 0, latenciesMs: [] };
  const body = Buffer.alloc(burst.upload.fragmentBytes, 'b');
  const startedAt = performance.now();
  const endsAt = burst.until === 'uploaded' ? Number.POSITIVE_INFINITY : startedAt + burst.until.seconds * 1000;
  const next = () => (burst.until === 'uploaded' || performance.now() >= endsAt ? 'stop' : 'upload');
  const cancelled = () => performance.now() >= endsAt;
  const connections = Array.from({ length: burst.connections }, (_, index) => {
    const path = `/inbox/${bursts}/${index}/upload.bin`;
    return uploadOnConnection({ burst, path, body, tally, next, cancelled });
  });
  const problems = await Promise.all(connections);
  return summarise(
    tally,
    (performance.now() - startedAt) / 1000,
    problems.find((problem) => problem !== undefined),
  );
}

function summarise({ packets, bytes, latenciesMs }: Tally, seconds: number, problem: string | undefined): BurstResult {
  const p50Ms = percentile(latenciesMs, 0.5);
  const p99Ms = percentile(latenciesMs, 0.99);
  return {
    ...{ packets, bytes, seconds },
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p99Ms !== undefined && { p99Ms }),
    ...(problem !== undefined && { problem }),
  };
}

answerQuestions(run);
