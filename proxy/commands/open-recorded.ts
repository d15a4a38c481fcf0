import { basename } from 'node:path';
import { STANDARD_INPUT } from '../captures/find-captures.ts';
import type { AnalyzerOptions } from '../core/analyzer.ts';
import type { TapInfo } from '../core/feed.ts';
import type { MarkKeeper } from '../dashboard/kept-marks.ts';
import { type Dashboard, startDashboard } from '../dashboard/server.ts';
import { ProxyError } from '../errors.ts';
import { CaptureStore } from '../store/capture-store.ts';
import { MarksBesideFiles } from '../store/marks-beside-files.ts';
import { Player } from '../store/player.ts';
import { wireBatches } from '../store/wire-batches.ts';
import { VERSION } from '../version.ts';
import { builtPage } from './built-page.ts';
import type { OpenedUploads } from './opened-uploads.ts';
import { replayFromPage } from './page-replay.ts';
import type { Address } from './values.ts';

export interface OpenRecordedOptions {
  readonly listen: Address;
  readonly analyzer?: AnalyzerOptions;
  /** For what a page sends to be opened. */
  readonly uploads?: OpenedUploads;
  /** Whether marks are kept in a file beside the recording; else they are in memory until it is saved. */
  readonly keepsMarks: boolean;
  /** Where a line for the user goes. */
  readonly say: (line: string) => void;
}

export interface OpenedRecording {
  readonly dashboard: Dashboard;
  close(): Promise<void>;
}

/** The rows of a recording that are kept at once: all of two million packets. What is beyond the memory of a tap is compressed. */
const LIMITS = { rowsPerSession: 1_000_000, rows: 1_000_000, rowBytes: 2 * 1024 ** 3, uncompressedBytes: 64 * 1024 ** 2 };

const IN_MEMORY: MarkKeeper = {
  keeping: {
    kind: 'memory',
    problem: 'This recording was opened from a page: its marks are gone when bitstap ends, unless you save the recording.',
  },
  keep() {},
};

/** The dashboard on recorded traffic, which is being read when this resolves. Rejects with ProxyError; nothing stays open then. */
export async function openRecorded(files: readonly string[], options: OpenRecordedOptions): Promise<OpenedRecording> {
  const { listen, analyzer, uploads, keepsMarks, say } = options;
  const inOrder = await byFirstMoment(files);
  const store = new CaptureStore();
  const player = new Player(inOrder, store, analyzer);
  const marks = await MarksBesideFiles.read(keepsMarks ? inOrder : [], (connection) => player.fileOf(connection));
  const tap: TapInfo = { version: VERSION, listen: '', embedded: false, recording: inOrder.map((file) => basename(file)) };
  const open = uploads && { open: uploads.open };
  const dashboard = await startDashboard({
    listen,
    tap,
    page: builtPage(),
    recorded: store.bytes,
    player,
    limits: LIMITS,
    replay: replayFromPage(),
    marks: keepsMarks ? marks : IN_MEMORY,
    ...open,
  });
  for (const problem of marks.problems) say(problem);
  dashboard.mark(marks.changes);
  let isRead = false;
  player.start({
    restart: () => dashboard.restart(),
    show: (events) => dashboard.take(events),
    mark: (changes) => dashboard.mark(changes),
    tell(state, overview) {
      dashboard.play(state, overview);
      if (overview && !isRead) dashboard.findMarks();
      isRead ||= overview !== undefined;
    },
    refuse: say,
    fail(message) {
      say(message);
      dashboard.announce('recording-unreadable', message);
    },
  });
  return {
    dashboard,
    async close() {
      await player.close();
      await dashboard.close();
      await store.close();
    },
  };
}

/** Several files make one timeline. Rejects with ProxyError where one can't be read at all. */
async function byFirstMoment(files: readonly string[]): Promise<readonly string[]> {
  const moments = await Promise.all(files.map(async (file) => ({ file, at: await firstMoment(file) })));
  return moments.sort((a, b) => a.at - b.at).map(({ file }) => file);
}

/** Standard input comes last: it can't be read twice. */
async function firstMoment(file: string): Promise<number> {
  if (file === STANDARD_INPUT) return Number.POSITIVE_INFINITY;
  try {
    for await (const { events } of wireBatches([file])) {
      const first = events.find(({ at }) => at > 0);
      if (first) return first.at;
    }
  } catch (error) {
    if (error instanceof ProxyError) throw new ProxyError(error.code, `${file}: ${error.message}`, { cause: error });
    throw error;
  }
  return Number.POSITIVE_INFINITY;
}
