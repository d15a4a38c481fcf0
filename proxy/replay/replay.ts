import type { AnalyzerOptions } from '../core/analyzer.ts';
import type { Header } from '../core/http/message.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import type { ClientScript, ScriptAct } from '../core/replay/client-script.ts';
import type { PlayedSession } from '../core/replay/played-session.ts';
import type { RetryOptions } from '../core/replay/retries.ts';
import type { Timeline } from '../core/timeline.ts';
import type { WireEvent } from '../core/wire.ts';
import { Account } from './account.ts';
import { AdaptiveAct } from './adaptive-act.ts';
import { cancelSessions } from './cancel-sessions.ts';
import { type Destination, replayTarget } from './destination.ts';
import { ExactAct } from './exact-act.ts';
import { Ledger } from './ledger.ts';
import type { ReadBody } from './outgoing-body.ts';
import { now, Pace } from './pace.ts';
import { Stage, type Surroundings } from './stage.ts';
import { UpstreamConnection } from './upstream-connection.ts';

export interface ReplayOptions {
  readonly script: ClientScript;
  /** What the recorded client said. */
  readonly bytes: RecordedBytes;
  readonly readBody: ReadBody;
  /** The server, and what to put before every path. */
  readonly to: URL;
  /** `adaptive`: as a correct client that has the same files. `exact`: what was recorded, mistakes and all. */
  readonly mode: 'adaptive' | 'exact';
  /** 1 as recorded, 2 twice as fast, 0 at once. */
  readonly pace: number;
  /** How often the whole is played; default 1. */
  readonly repeat?: number;
  /** Acts at the same time, at most; default: as many as were recorded at the same time, up to 64. */
  readonly concurrency?: number;
  /** Sent with every request: credentials, mostly; the recorded ones are never sent. */
  readonly headers?: readonly Header[];
  readonly insecure?: boolean;
  /** How long the server may be silent while something is awaited of it; default 5 minutes [BUP §3.1.2]. */
  readonly timeoutMs?: number;
  readonly retries?: RetryOptions;
  readonly analyzer?: AnalyzerOptions;
  /** Cancels the sessions that are open on the server; then `replay` resolves, and says so. */
  readonly signal?: AbortSignal;
  /** Everything that goes over the wire. Connections have ids of their own, `c1` and so on. */
  readonly observe?: (event: WireEvent) => void;
  readonly onProgress?: (progress: ReplayProgress) => void;
  /** Once for each repetition that came to its end: what happened in it is not kept. */
  readonly onPlayed?: (repetition: Repetition) => void;
}

export interface ReplayProgress {
  /** Requests that were sent. */
  readonly requests: number;
  /** Requests that were recorded, all repetitions together: what is sent may be more or less. */
  readonly recorded: number;
}

/** The whole script, played once. */
export interface Repetition {
  /** From 1. */
  readonly number: number;
  readonly timeline: Timeline;
  readonly sessions: readonly PlayedSession[];
}

export interface ReplayResult {
  readonly requests: number;
  readonly repetitions: number;
  /** Bytes of bodies that the recording does not hold, and for which zeros were sent. */
  readonly zeroBytes: number;
  readonly notes: readonly { readonly text: string; readonly times: number }[];
  /** Sessions that were left open on the server, as they were left in the recording. */
  readonly leftOpen: number;
  readonly interrupted: boolean;
  /** Of the sessions that were open when it was interrupted: those that the server cancelled, and the others. */
  readonly cancelled: number;
  readonly notCancelled: number;
}

const DEFAULT_TIMEOUT_MS = 300_000;
const MAX_AT_ONCE = 64;

/**
 * Is the recorded client, against another server. Rejects with ProxyError: when the server can't be reached at all, when the
 * recording can't be read, and for a target that is none. What the server says is no error: the timelines tell.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  return new Replay(options).run();
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #stop = new AbortController();
  readonly #account = new Account();
  readonly #surroundings: Surroundings;
  /** Sessions that may be open on the server. */
  readonly #open = new Map<PlayedSession, ScriptAct>();
  readonly #recorded: number;
  #connections = 0;
  #requests = 0;
  #repetitions = 0;
  #hasReached = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#recorded = options.script.acts.reduce((sum, act) => sum + act.steps.length, 0) * (options.repeat ?? 1);
    this.#surroundings = {
      ...{ target: replayTarget(options.to), bytes: options.bytes, readBody: options.readBody, given: options.headers ?? [] },
      ...{ pace: new Pace(options.pace, this.#stop.signal), account: this.#account, hasReached: () => this.#hasReached },
      connect: (destination, ledger) => this.#connect(destination, ledger, this.#stop.signal),
      onRequest: () => this.#count(),
    };
  }

  async run(): Promise<ReplayResult> {
    const { signal } = this.#options;
    const abort = () => this.#stop.abort();
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    try {
      await this.#playAll();
      return this.#result(0, 0);
    } catch (error) {
      this.#stop.abort();
      const { cancelled, others } = await this.#cancelOpen();
      if (!signal?.aborted) throw error;
      return this.#result(cancelled, others);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** So many acts at a time, in the order in which they began. */
  async #playAll(): Promise<void> {
    const { script, repeat = 1, concurrency = Math.min(script.atOnce, MAX_AT_ONCE) } = this.#options;
    const items = itemsOf(script, repeat, (number) => new PlayedScript(number, script.acts.length, this.#options));
    const work = async () => {
      for (const { act, played } of items) {
        await this.#surroundings.pace.until(played.beganAt, act.startedAt - script.startedAt);
        this.#stop.signal.throwIfAborted();
        await this.#play(act, played);
      }
    };
    const workers = Array.from({ length: Math.min(concurrency, script.acts.length * repeat) }, work);
    try {
      await Promise.all(workers);
    } catch (error) {
      this.#stop.abort();
      await Promise.allSettled(workers);
      throw error;
    }
  }

  async #play(act: ScriptAct, played: PlayedScript): Promise<void> {
    const { mode, retries = {}, onPlayed } = this.#options;
    const stage = new Stage(act, played.ledger, this.#surroundings);
    for (const session of stage.sessions.values()) this.#open.set(session, act);
    const player = mode === 'exact' ? new ExactAct(act, stage) : new AdaptiveAct(act, stage, retries);
    await untilAborted(player.run(), this.#stop.signal);
    for (const session of stage.sessions.values()) if (!session.isOpen) this.#open.delete(session);
    const repetition = played.ended([...stage.sessions.values()]);
    if (!repetition) return;
    this.#repetitions += 1;
    onPlayed?.(repetition);
  }

  async #connect(destination: Destination, ledger: Ledger, signal: AbortSignal): Promise<UpstreamConnection> {
    const { insecure = false, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    this.#connections += 1;
    const options = { certificates: insecure ? 'any' : 'known', timeoutMs, signal, feed: ledger.feed } as const;
    const upstream = await UpstreamConnection.open(`c${this.#connections}`, destination, options);
    this.#hasReached = true;
    return upstream;
  }

  async #cancelOpen(): Promise<{ readonly cancelled: number; readonly others: number }> {
    const open = [...this.#open].filter(([session]) => session.isOpen);
    const ledger = new Ledger({}, this.#options.observe);
    return cancelSessions(open, {
      ...{ surroundings: this.#surroundings, ledger },
      connect: (destination, signal) => this.#connect(destination, ledger, signal),
    });
  }

  #count(): void {
    this.#requests += 1;
    this.#options.onProgress?.({ requests: this.#requests, recorded: this.#recorded });
  }

  #result(cancelled: number, notCancelled: number): ReplayResult {
    const interrupted = this.#options.signal?.aborted ?? false;
    return {
      ...{ requests: this.#requests, repetitions: this.#repetitions, zeroBytes: this.#account.zeroBytes, notes: this.#account.notes },
      leftOpen: interrupted ? 0 : [...this.#open.keys()].filter(({ isOpen }) => isOpen).length,
      ...{ interrupted, cancelled, notCancelled },
    };
  }
}

/** One repetition on its way. */
class PlayedScript {
  readonly beganAt = now();
  readonly ledger: Ledger;
  readonly #number: number;
  readonly #sessions: PlayedSession[] = [];
  #acts: number;

  constructor(number: number, acts: number, { analyzer, observe }: ReplayOptions) {
    this.ledger = new Ledger(analyzer, observe);
    this.#number = number;
    this.#acts = acts;
  }

  /** An act of it is over: with the last one it is, too. */
  ended(sessions: readonly PlayedSession[]): Repetition | undefined {
    this.#sessions.push(...sessions);
    this.#acts -= 1;
    if (this.#acts > 0) return undefined;
    this.ledger.end(now());
    return { number: this.#number, timeline: this.ledger.timeline, sessions: this.#sessions };
  }
}

/** A repetition begins when somebody takes its first act. */
function* itemsOf({ acts }: ClientScript, repeat: number, begin: (number: number) => PlayedScript) {
  for (let number = 1; number <= repeat; number += 1) {
    let played: PlayedScript | undefined;
    for (const act of acts) {
      played ??= begin(number);
      yield { act, played };
    }
  }
}

/** Whoever waits for what will not come any more is left alone. */
function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
