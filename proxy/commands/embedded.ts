import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BitsServer, startBitsServer } from '../reference/bits-server.ts';

/** A reference server on a free loopback port that keeps its files in a temporary folder, and removes that with itself. */
export async function startEmbeddedServer(reply: 'none' | 'digest'): Promise<BitsServer> {
  const dir = await mkdtemp(join(tmpdir(), 'bitstap-'));
  const server = await startBitsServer({ dir, listen: { host: '127.0.0.1', port: 0 }, reply });
  return {
    ...{ address: server.address, url: server.url },
    async close() {
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
