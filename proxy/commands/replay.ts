import type { IgnoreList } from '../core/compare/ignore-list.ts';
import type { Filter } from '../core/filter.ts';
import type { Header } from '../core/http/message.ts';
import { type ClientScript, clientScript } from '../core/replay/client-script.ts';
import { ProxyError } from '../errors.ts';
import { type ReplayResult, replay } from '../replay/replay.ts';
import { ReplayedSessions } from '../replay/replayed-sessions.ts';
import { bodyOf } from '../store/bodies.ts';
import type { LoadedRecording } from '../store/load-recording.ts';
import { choiceOf, wantedIn } from './chosen-sessions.ts';
import { loadShown } from './load-shown.ts';
import { ReplayProgressLine } from './replay-progress.ts';
import { replayJson, replayText } from './replay-report.ts';
import { surroundingsOf } from './surroundings.ts';
import { writeResult } from './write-result.ts';

export interface ReplayCommandOptions {
  readonly captures: readonly string[];
  readonly to: URL;
  readonly mode: 'adaptive' | 'exact';
  readonly pace: number;
  /** None: all. */
  readonly sessions: readonly string[];
  readonly filter?: Filter;
  readonly repeat: number;
  readonly concurrency?: number;
  readonly headers: readonly Header[];
  readonly insecure: boolean;
  readonly timeoutMs: number;
  readonly ignored: IgnoreList;
  readonly format: 'text' | 'json';
  readonly quiet: boolean;
}

const DIFFERS = 1;
const INTERRUPTED = 2;

/** `bitstap replay FILE --to URL`: the recorded client, against a real server. Ctrl-C cancels what is open there. Sets the exit code. */
export async function replayCommand(options: ReplayCommandOptions): Promise<void> {
  const { captures, sessions, quiet } = options;
  const recording = await loadShown(captures, { choose: choiceOf(sessions), progress: quiet ? 'quiet' : 'shown' });
  try {
    const script = clientScript(recording.timeline, wantedIn(recording.timeline, options));
    if (script.acts.length === 0) throw new ProxyError('bad-option', 'There is no session to replay in what was chosen.');
    const replayed = new ReplayedSessions(recording.timeline, options.ignored);
    const result = await run(recording, script, replayed, options);
    const { paint } = surroundingsOf(process.stdout, 'everything');
    const report = { result, replayed, script, ...options };
    await writeResult(options.format === 'json' ? replayJson(report) : replayText(report, paint));
    process.exitCode = exitCode(result, replayed);
  } finally {
    await recording.close();
  }
}

async function run(
  { bytes }: LoadedRecording,
  script: ClientScript,
  replayed: ReplayedSessions,
  options: ReplayCommandOptions,
): Promise<ReplayResult> {
  const { to, mode, pace, repeat, concurrency, headers, insecure, timeoutMs, quiet } = options;
  const abort = new AbortController();
  // Whoever asks a second time does not want to wait for the server.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.once(signal, () => abort.abort());
  const line = new ReplayProgressLine(process.stderr);
  return replay({
    ...{ script, bytes, to, mode, pace, repeat, headers, insecure, timeoutMs, signal: abort.signal },
    ...(concurrency !== undefined && { concurrency }),
    readBody: (connection, request, start, end) => bodyOf(bytes, connection, 'client', request, { start, end }),
    onPlayed: (repetition) => replayed.take(repetition),
    ...(!quiet && { onProgress: (progress) => line.show(progress) }),
  }).finally(() => line.end());
}

function exitCode({ interrupted }: ReplayResult, { differing }: ReplayedSessions): number {
  if (interrupted) return INTERRUPTED;
  return differing > 0 ? DIFFERS : 0;
}
