import { STANDARD_INPUT } from '../captures/find-captures.ts';
import type { OnRead } from '../captures/read-capture.ts';
import type { AnalyzerOptions } from '../core/analyzer.ts';
import { OTHER_TRAFFIC } from '../core/feed.ts';
import type { Filter } from '../core/filter.ts';
import type { Mark } from '../core/mark.ts';
import { MarkBook } from '../core/mark-book.ts';
import { MarkFinder, marksOf } from '../core/mark-finder.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import { RecordedTraffic } from '../core/recorded-traffic.ts';
import { Timeline, type TimelineEvent, type TimelineRow } from '../core/timeline.ts';
import { latin1 } from '../latin1.ts';
import { CaptureStore } from './capture-store.ts';
import { MarksBesideFiles } from './marks-beside-files.ts';

export interface LoadOptions {
  readonly analyzer?: AnalyzerOptions;
  /** Only the rows that it selects. */
  readonly filter?: Filter;
  /** Only the rows of the sessions with these ids of ours. The files are then read twice: rows take memory, sessions hardly any. */
  readonly choose?: (known: Timeline) => readonly string[];
  readonly onRead?: OnRead;
}

export interface LoadedRecording {
  readonly timeline: Timeline;
  readonly bytes: RecordedBytes;
  /** Those in the captures, and in the files of marks beside them. */
  readonly marks: readonly Mark[];
  /** Why not all of a file could be read, one line for each. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Places that were ever marked; more are not read. */
const MAX_MARKS = 100_000;

type Keep = (event: TimelineEvent) => boolean;

/** Captures as one timeline, in memory, and their bytes, which stay in the files. Rejects with ProxyError; nothing stays open then. */
export async function loadRecording(files: readonly string[], options: LoadOptions = {}): Promise<LoadedRecording> {
  const { choose, filter } = options;
  // Standard input can't be read twice.
  const twice = choose && !files.includes(STANDARD_INPUT);
  if (!choose || !twice) return restricted(await load(files, options, () => true), filter, choose);
  const overview = await load(files, options, isNoRow);
  await overview.close();
  const chosen = new Set(choose(overview.timeline));
  return restricted(await load(files, options, (event) => isNoRow(event) || chosen.has(sessionOf(event) ?? '')), filter);
}

async function load(files: readonly string[], { analyzer, onRead }: LoadOptions, keep: Keep): Promise<LoadedRecording> {
  const timeline = new Timeline();
  const store = new CaptureStore();
  const problems: string[] = [];
  const book = new MarkBook(MAX_MARKS);
  const finder = new MarkFinder({
    clientOf: (connection) => timeline.connections.get(connection)?.client,
    sessions: () => timeline.sessions.values(),
  });
  const traffic = new RecordedTraffic(
    (events) => {
      finder.take(events);
      for (const event of events) if (keep(event)) timeline.apply(event);
    },
    { latin1, ...analyzer },
  );
  try {
    for (const file of files) {
      const refused = await store.read(file, traffic.take, { onRead, onMark: (change) => book.take(change) });
      if (refused !== undefined) problems.push(`${file}: ${refused}`);
    }
    traffic.end();
    const beside = await MarksBesideFiles.read(files);
    problems.push(...beside.problems);
    for (const change of beside.changes) book.take(change);
    const { changes } = book;
    const found = finder.find(changes.map(({ place }) => place));
    const marks = marksOf(changes, found, (id) => sessionShown(timeline.rows.get(id)));
    return { timeline, problems, marks, bytes: store.bytes, close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function sessionShown(row: TimelineRow | undefined): string | undefined {
  return row && (row.exchange.session ?? OTHER_TRAFFIC);
}

function isNoRow({ type }: TimelineEvent): boolean {
  return type === 'session' || type === 'connection' || type === 'evicted';
}

function sessionOf(event: TimelineEvent): string | undefined {
  switch (event.type) {
    case 'exchange':
      return event.exchange.session;
    case 'packet':
      return event.packet.session;
    case 'finding':
      return event.finding.session;
    default:
      return undefined;
  }
}

/** Without the rows that were not asked for. */
function restricted(recording: LoadedRecording, filter: Filter | undefined, choose?: LoadOptions['choose']): LoadedRecording {
  const { timeline } = recording;
  const chosen = choose && new Set(choose(timeline));
  const isAskedFor = (row: TimelineRow) => {
    const { session = '', connection } = row.exchange;
    if (chosen && !chosen.has(session)) return false;
    return !filter || filter.matches({ ...row, session: timeline.sessions.get(session), connection: timeline.connections.get(connection) });
  };
  for (const [id, row] of timeline.rows) if (!isAskedFor(row)) timeline.rows.delete(id);
  return recording;
}
