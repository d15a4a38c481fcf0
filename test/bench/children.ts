import { type ChildProcess, fork, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const START_MS = 20_000;
const STOP_MS = 3_000;
const KEPT_ERRORS = 4_000;

/** Every process that the benchmark has started: all of them end with it, and no other is touched. */
export class Children {
  readonly #alive = new Set<Child>();

  /** A module run by Node, with a channel to talk over. Paths are relative to this file; `preload` is imported first. */
  node(module: string, args: readonly string[], preload: readonly string[] = []): Child {
    const execArgv = preload.flatMap((path) => ['--import', new URL(path, import.meta.url).href]);
    const path = fileURLToPath(new URL(module, import.meta.url));
    return this.#keep(module, fork(path, args, { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
  }

  /** Another program; its folder is removed when it has ended. */
  foreign(program: string, args: readonly string[], folder: string): Child {
    const tidy = () => rm(folder, { recursive: true, force: true });
    return this.#keep(program, spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] }), tidy);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#alive].map((child) => child.stop()));
  }

  #keep(name: string, started: ChildProcess, afterwards?: () => Promise<void>): Child {
    const child = new Child(name, started, afterwards);
    this.#alive.add(child);
    void child.ended.then(() => this.#alive.delete(child));
    return child;
  }
}

/** A process that the benchmark has started. What waits for it fails when it ends, or when its time is up. */
export class Child {
  readonly ended: Promise<void>;
  readonly #name: string;
  readonly #process: ChildProcess;
  #errors = '';

  constructor(name: string, started: ChildProcess, afterwards = async () => {}) {
    this.#name = name;
    this.#process = started;
    const gone = new Promise<void>((resolve) => {
      started.once('exit', () => resolve());
      started.on('error', (error) => {
        this.#errors += error.message;
        resolve();
      });
    });
    this.ended = gone.then(afterwards);
    started.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#errors = (this.#errors + text).slice(-KEPT_ERRORS);
    });
  }

  /** The end of what it wrote to standard error. */
  get errors(): string {
    return this.#errors.trim();
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Its next message. */
  next<Message>(patienceMs: number): Promise<Message> {
    return this.#within(patienceMs, new Promise((resolve) => this.#process.once('message', (text) => resolve(JSON.parse(String(text))))));
  }

  /** One question, one answer; one at a time. */
  ask<Answer>(question: object, patienceMs: number): Promise<Answer> {
    const answer = this.next<Answer>(patienceMs);
    this.#process.send(JSON.stringify(question));
    return answer;
  }

  /** The first match in what it writes to standard error. */
  wrote(pattern: RegExp, patienceMs: number): Promise<RegExpExecArray> {
    const match = new Promise<RegExpExecArray>((resolve) => {
      const look = () => {
        const found = pattern.exec(this.#errors);
        if (found) resolve(found);
      };
      this.#process.stderr?.on('data', look);
    });
    return this.#within(patienceMs, match);
  }

  async stop(): Promise<void> {
    this.#process.kill();
    const patience = new AbortController();
    const killed = after(STOP_MS, undefined, patience).then(() => this.#process.kill('SIGKILL'), ignoreAbort);
    await this.ended;
    patience.abort();
    await killed;
  }

  async #within<T>(patienceMs: number, hoped: Promise<T>): Promise<T> {
    const patience = new AbortController();
    const fail = (what: string) => {
      throw new Error(`${this.#name} ${what}${this.errors && `: ${this.errors}`}`);
    };
    const late = after(patienceMs, undefined, patience).then(() => fail(`said nothing for ${patienceMs / 1000} s`));
    late.catch(ignoreAbort);
    try {
      return await Promise.race([hoped, this.ended.then(() => fail('ended too early')), late]);
    } finally {
      patience.abort();
    }
  }
}

/** The wait was given up because what it waited for came. */
function ignoreAbort(): void {}
