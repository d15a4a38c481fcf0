import { readdir } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { type BitsServer, type BitsServerOptions, startBitsServer } from '../../../proxy/reference/bits-server.ts';
import { RawClient } from './raw-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface StartedServer extends BitsServer {
  readonly dir: string;
  readonly log: readonly string[];
  connect(): Promise<RawClient>;
  /** Resolves when a line of the log matches. */
  logged(pattern: RegExp): Promise<void>;
  /** Names in the served directory, sorted. */
  files(): Promise<string[]>;
}

/** A reference server on a free port and in a folder of its own, for one test. */
export async function startedServer(options: Partial<BitsServerOptions> = {}): Promise<StartedServer> {
  const dir = await temporaryFolder();
  const log: string[] = [];
  const waiting = new Set<() => void>();
  const note = (line: string) => {
    log.push(line);
    for (const look of waiting) look();
  };
  const server = await startBitsServer({ dir, listen: { host: '127.0.0.1', port: 0 }, log: note, ...options });
  onTestFinished(() => server.close());
  return {
    ...server,
    dir,
    log,
    connect: () => RawClient.connect(server.url),
    logged: (pattern) =>
      new Promise((resolve) => {
        const look = () => log.some((line) => pattern.test(line)) && waiting.delete(look) && resolve();
        waiting.add(look);
        look();
      }),
    files: async () => (await readdir(dir)).sort(),
  };
}
