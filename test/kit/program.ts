import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/proxy/main.js', import.meta.url));

/** The built command line, run as people run it. */
export class Program {
  readonly process: ChildProcess;
  out = '';
  talk = '';
  #wake: () => void = () => {};

  constructor(...args: string[]) {
    this.process = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    // It may end before it has read all that it is given.
    this.process.stdin?.on('error', () => {});
    this.process.stdout?.on('data', (chunk) => this.#note(() => (this.out += String(chunk))));
    this.process.stderr?.on('data', (chunk) => this.#note(() => (this.talk += String(chunk))));
  }

  /** Gives it this to read, and no more. */
  feed(bytes: Uint8Array): this {
    this.process.stdin?.end(bytes);
    return this;
  }

  /** The exit code, once everything that it wrote was read. */
  async exit(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'close');
    return this.process.exitCode;
  }

  /** What a pattern finds in what it says on standard error, or on standard output. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.talk) ?? pattern.exec(this.out);
      if (found) return found;
      if (this.process.exitCode !== null) throw new Error(`it ended without saying ${pattern}:\n${this.talk}${this.out}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.process.once('close', () => resolve());
      });
    }
  }

  /** As Ctrl-C. */
  async stop(): Promise<number | null> {
    this.process.kill('SIGINT');
    return this.exit();
  }

  #note(note: () => void): void {
    note();
    this.#wake();
  }
}

/** A running tap, and where it can be met. */
export interface RunningTap {
  readonly program: Program;
  /** `127.0.0.1:port` for clients. */
  readonly address: string;
  /** The page's address with its token. */
  readonly page: string;
}

export async function runTap(...args: string[]): Promise<RunningTap> {
  const program = new Program('--listen', '0', '--dashboard', '0', ...args);
  const [, address = ''] = await program.says(/tapping\s+(\S+)/);
  const [, page = ''] = await program.says(/page\s+(\S+)/);
  return { program, address, page };
}
