import type { Paint } from '../core/compare/comparison-text.ts';
import type { Filter } from '../core/filter.ts';
import { excerptOf } from '../core/find/excerpt.ts';
import type { FindHit, FindNews, FindSummary } from '../core/find/find-news.ts';
import { type Needle, readNeedle } from '../core/find/needle.ts';
import { placeWords } from '../core/find/place-words.ts';
import { stringify } from '../core/json.ts';
import { bytes, grouped } from '../core/rules/number.ts';
import { safeText } from '../core/safe-text.ts';
import type { Timeline } from '../core/timeline.ts';
import { ProxyError } from '../errors.ts';
import { findInTraffic } from '../find/find-in-traffic.ts';
import { Pace } from '../find/pace.ts';
import type { LoadedRecording } from '../store/load-recording.ts';
import { choiceOf } from './chosen-sessions.ts';
import { loadShown } from './load-shown.ts';
import { surroundingsOf } from './surroundings.ts';
import { writeToStandardOutput } from './write-result.ts';

export interface FindCommandOptions {
  readonly text: string;
  readonly files: readonly string[];
  readonly hex: boolean;
  readonly letterCase: 'any' | 'exact';
  /** Absent: both. */
  readonly place?: 'heads' | 'bodies';
  /** As `sessionNamed` reads them; none: all, and what belongs to no session. */
  readonly sessions: readonly string[];
  readonly filter?: Filter;
  /** Absent: as many as there are. */
  readonly limit?: number;
  readonly format: 'text' | 'json';
}

const NOTHING_FOUND = 1;

/** `bitstap find TEXT FILE…`: where something is in recorded traffic. Sets the exit code, as `grep` does. */
export async function findCommand(options: FindCommandOptions): Promise<void> {
  const { files, sessions, filter, format } = options;
  const needle = needleOf(options);
  const recording = await loadShown(files, { choose: choiceOf(sessions), filter, progress: 'shown' });
  try {
    const news = search(recording, needle, options);
    const counted = { hits: 0 };
    await writeToStandardOutput(format === 'json' ? jsonOf(news, files, counted) : textOf(news, recording.timeline, counted));
    process.exitCode = counted.hits > 0 ? 0 : NOTHING_FOUND;
  } finally {
    await recording.close();
  }
}

function needleOf({ text, hex, letterCase }: FindCommandOptions): Needle {
  const result = readNeedle(text, { as: hex ? 'hex' : 'text', letterCase });
  if (!result.ok) throw new ProxyError('bad-option', safeText(result.error.message));
  return result.needle;
}

function search({ timeline, bytes: recorded }: LoadedRecording, needle: Needle, { place, limit }: FindCommandOptions) {
  const exchanges = Array.from(timeline.rows.values(), ({ exchange }) => exchange);
  const searched = { exchanges, total: exchanges.length, notKept: 0, bytes: recorded };
  const places = { heads: place !== 'bodies', bodies: place !== 'heads' };
  return findInTraffic(searched, { needle, ...places, limit: limit ?? Number.POSITIVE_INFINITY, pace: new Pace() });
}

async function* textOf(news: AsyncIterable<FindNews>, timeline: Timeline, counted: { hits: number }): AsyncGenerator<string> {
  const { paint } = surroundingsOf(process.stdout, 'everything');
  let before: string | undefined;
  for await (const one of news) {
    if (one.type === 'end') tellLimits(one);
    if (one.type !== 'hits') continue;
    for (const hit of one.hits) {
      const heading = headingOf(hit, timeline);
      if (heading !== before) yield `${counted.hits > 0 ? '\n' : ''}${paint('heading', heading)}\n`;
      before = heading;
      counted.hits += 1;
      yield `  ${lineOf(hit, paint)}\n`;
    }
  }
}

function headingOf({ session = '' }: FindHit, { sessions }: Timeline): string {
  const view = sessions.get(session);
  return view ? `${safeText(view.fileName || view.url)} (${view.id})` : 'Other traffic';
}

function lineOf(hit: FindHit, paint: Paint): string {
  const { before, hit: found, after } = excerptOf(hit);
  return `${hit.exchange.padEnd(6)} ${safeText(hit.packet)}, ${placeWords(hit)}: ${paint('aside', before)}${paint('warning', found)}${paint('aside', after)}`;
}

/** What was not looked into is said where it is not taken for a result. */
function tellLimits({ limitReached, missingBodies, missingBytes, problem }: FindSummary): void {
  const says = [
    ...(limitReached !== undefined ? [`it ended after ${grouped(limitReached)} hits: there are more.`] : []),
    ...(missingBodies > 0 ? [`${bytes(missingBytes)} of bodies are not in the capture and were not looked through.`] : []),
    ...(problem !== undefined ? [safeText(problem)] : []),
  ];
  for (const text of says) process.stderr.write(`bitstap: ${text}\n`);
}

async function* jsonOf(news: AsyncIterable<FindNews>, files: readonly string[], counted: { hits: number }): AsyncGenerator<string> {
  yield `{"schema":"bitstap-find/1","files":${stringify(files)},"hits":[`;
  for await (const one of news) {
    if (one.type === 'hits')
      for (const hit of one.hits) {
        yield `${counted.hits > 0 ? ',' : ''}\n${stringify(hit)}`;
        counted.hits += 1;
      }
    if (one.type !== 'end') continue;
    const { type: _type, ...summary } = one;
    yield `],"summary":${stringify(summary)}}\n`;
  }
}
