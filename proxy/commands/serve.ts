import { startBitsServer } from '../reference/bits-server.ts';
import { untilInterrupted } from './until-interrupted.ts';
import type { Address } from './values.ts';

export interface ServeCommandOptions {
  readonly dir: string;
  readonly listen: Address;
  readonly reply: 'none' | 'digest';
  readonly maxSize?: bigint;
}

/** `bitstap serve DIR`: the reference server until Ctrl-C; a line for every session on standard error. */
export async function serveCommand(options: ServeCommandOptions): Promise<void> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const server = await startBitsServer({ ...options, log });
  log(`serving   ${server.url} → ${options.dir}`);
  log('stop      Ctrl-C');
  await untilInterrupted();
  await server.close();
}
