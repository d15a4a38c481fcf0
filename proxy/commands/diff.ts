import { type ComparedTimeline, type Comparison, compareTimelines } from '../core/compare/compare-timelines.ts';
import { comparisonText } from '../core/compare/comparison-text.ts';
import type { IgnoreList } from '../core/compare/ignore-list.ts';
import { stringify } from '../core/json.ts';
import { grouped } from '../core/rules/number.ts';
import { ProxyError } from '../errors.ts';
import { loadShown } from './load-shown.ts';
import { sessionNamed } from './session-named.ts';
import { surroundingsOf } from './surroundings.ts';
import { writeResult } from './write-result.ts';

export interface DiffCommandOptions {
  readonly a: string;
  /** Absent: the same file. */
  readonly b?: string;
  /** None: all. One: of both files. Two: of the first and of the second. */
  readonly sessions: readonly string[];
  readonly ignored: IgnoreList;
  readonly format: 'text' | 'json';
}

const DIFFERS = 1;

/** `bitstap diff A B`: what differs between recorded sessions. Sets the exit code. */
export async function diffCommand(options: DiffCommandOptions): Promise<void> {
  const { a, b = a, sessions, ignored, format } = options;
  const [first, second = first, ...more] = sessions;
  if (more.length > 0) throw new ProxyError('bad-option', 'Two sessions are compared: give --session once or twice.');
  if (a === b && first === second)
    throw new ProxyError('bad-option', 'Give two captures, or two sessions of one: --session s1 --session s2.');
  const one = await sessionsOf(a, first);
  const other = await sessionsOf(b, second);
  const comparison = compareTimelines(one, other, { ignored });
  await writeResult(format === 'json' ? jsonOf(comparison, { a, b }) : textOf(comparison));
  process.exitCode = comparison.differs ? DIFFERS : 0;
}

async function sessionsOf(file: string, name: string | undefined): Promise<ComparedTimeline> {
  const choose = name === undefined ? undefined : (known: ComparedTimeline['timeline']) => [sessionNamed(known, name).id];
  const loaded = await loadShown([file], { choose, progress: 'shown' });
  await loaded.close();
  const { timeline } = loaded;
  const sessions = name === undefined ? [...timeline.sessions.values()] : [sessionNamed(timeline, name)];
  if (sessions.length === 0) throw new ProxyError('bad-option', `${file} has no session to compare.`);
  return { timeline, sessions };
}

function jsonOf({ sessions, differs }: Comparison, files: { readonly a: string; readonly b: string }): string[] {
  return [`${stringify({ schema: 'bitstap-diff/1', ...files, differs, sessions })}\n`];
}

function* textOf({ sessions }: Comparison): Iterable<string> {
  const { paint } = surroundingsOf(process.stdout, 'everything');
  for (const session of sessions) yield* comparisonText(session, paint);
  const differing = sessions.filter(({ differs }) => differs).length;
  yield `\n${paint('heading', `${grouped(sessions.length)} compared, ${differing === 0 ? 'none' : grouped(differing)} ${differing > 1 ? 'differ' : 'differs'}`)}\n`;
}
