import type { TapInfo } from '../core/feed.ts';
import { FilteredEvents } from '../core/filter/filtered-events.ts';
import type { Filter } from '../core/filter.ts';
import type { RuleSettings } from '../core/rules/judge.ts';
import type { WireEvent } from '../core/wire.ts';
import { type Dashboard, startDashboard } from '../dashboard/server.ts';
import { EventsWriter } from '../events-writer.ts';
import { now } from '../live/clock.ts';
import { isLoopback, reaches } from '../live/own-ports.ts';
import { startTap, type Tap } from '../live/tap.ts';
import { Pipeline, type TimelineListener } from '../pipeline.ts';
import type { BitsServer } from '../reference/bits-server.ts';
import { sendSampleUploads } from '../reference/samples.ts';
import type { Recorder } from '../store/recorder.ts';
import { VERSION } from '../version.ts';
import { builtPage } from './built-page.ts';
import { startEmbeddedServer } from './embedded.ts';
import { markKeeper } from './mark-keeper.ts';
import { OpenedUploads } from './opened-uploads.ts';
import { replayFromPage } from './page-replay.ts';
import { openRecording, type Recording, type RecordingOptions } from './recording.ts';
import { type Address, formatAddress } from './values.ts';

export interface TappingOptions {
  /** Absent: an embedded reference server. */
  readonly target?: URL;
  readonly listen: Address;
  readonly dashboard?: Address;
  readonly dashboardToken?: string;
  /** Whether the dashboard serves the built page; the development server brings its own. */
  readonly page: 'built' | 'elsewhere';
  readonly events?: string;
  /** Which of them are written. */
  readonly filter?: Filter;
  readonly hostHeader: 'target' | 'client';
  readonly allowForward: boolean;
  readonly insecure: boolean;
  readonly maxHeadBytes?: number;
  readonly maxSessions?: number;
  readonly maxPending?: number;
  readonly rules?: RuleSettings;
  /** Absent: nothing is recorded. */
  readonly recording?: RecordingOptions;
  /** Where a line goes that tells of a failure. */
  readonly complain: (line: string) => void;
}

export interface Tapping {
  readonly tap: Tap;
  readonly dashboard?: Dashboard;
  readonly recorder?: Recorder;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** Largest recording that the page may send to be opened. */
const MAX_UPLOAD_BYTES = 8 * 1024 ** 3;

/** How often what is on its way is shown. */
const TICK_MS = 250;

type Closeable = { close(): Promise<void> };

/** Everything of `bitstap [TARGET]`: the tap, what it feeds, and the way to end it. Rejects with ProxyError; nothing stays open then. */
export async function startTapping(options: TappingOptions): Promise<Tapping> {
  const opened: Closeable[] = [];
  try {
    return await open(options, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function open(options: TappingOptions, opened: Closeable[]): Promise<Tapping> {
  const { target, events, rules } = options;
  const limits = limitsOf(options);
  const pipeline = new Pipeline({ ...limits, ...(rules && { rules }) });
  const keep = <T extends Closeable>(part: T): T => {
    opened.unshift(part);
    return part;
  };
  const writer = events === undefined ? undefined : keep(new EventsWriter(events, options.complain));
  if (writer) pipeline.listen(writing(writer, options));
  const recording = options.recording && keep(await record(options.recording, pipeline, options.complain));
  keep(pipeline);
  const embedded = target ? undefined : keep(await startEmbeddedServer('none'));
  const own: Address[] = [];
  const tap = keep(await startTap(tapOptions(options, target ?? new URL(embedded?.url ?? ''), own, limits), pipeline.feed));
  keep(ticking(pipeline));
  const dashboard =
    options.dashboard &&
    keep(await openDashboard(options, options.dashboard, { tap, recorder: recording?.recorder, observe: pipeline.feed, keep }));
  if (dashboard) {
    own.push(dashboard.address);
    pipeline.listen((told) => dashboard.take(told));
  }
  return {
    tap,
    ...(dashboard && { dashboard }),
    ...(recording && { recorder: recording.recorder }),
    embedded: embedded !== undefined,
    close: () => closeAll(opened),
  };
}

/** What becomes of the recording is told to the timeline, while it still takes anything, and to the user. */
async function record(options: RecordingOptions, pipeline: Pipeline, complain: (line: string) => void): Promise<Recording> {
  let forgot = false;
  const recording = await openRecording(options, ({ code, message }) => {
    // That a temporary recording forgets its beginning is what it is for: one line of it is enough.
    if (code !== 'recording-dropped' || options.file !== undefined || !forgot) complain(message);
    forgot ||= code === 'recording-dropped';
    pipeline.feed({ type: 'fault', at: now(), code, message });
  });
  pipeline.record(recording.recorder);
  pipeline.listen((told) => recording.recorder.told(told));
  return recording;
}

/** The filter sees every event, also when the writer has to leave some out. */
function writing(writer: EventsWriter, { filter, maxSessions }: TappingOptions): TimelineListener {
  if (!filter) return (told) => writer.take(told);
  // The analyzer evicts first, and says so; the filter must not be the smaller of the two.
  const selected = new FilteredEvents(filter, maxSessions === undefined ? {} : { maxSessions: 2 * maxSessions });
  return (told) => writer.take(selected.take(told));
}

function limitsOf({ maxHeadBytes, maxSessions, maxPending }: TappingOptions) {
  return {
    ...(maxHeadBytes !== undefined && { maxHeadBytes }),
    ...(maxSessions !== undefined && { maxSessions }),
    ...(maxPending !== undefined && { maxPending }),
  };
}

function tapOptions(options: TappingOptions, target: URL, own: readonly Address[], limits: { readonly maxHeadBytes?: number }) {
  const { listen, hostHeader, allowForward, insecure } = options;
  const isOwnAddress = (host: string, port: number) => own.some((address) => address.port === port && reaches(host, address.host));
  return { target, listen, hostHeader, allowForward, insecure, isOwnAddress, ...limits };
}

/** What the dashboard is beside. */
interface DashboardParts {
  readonly tap: Tap;
  readonly recorder: Recorder | undefined;
  /** Takes what a replay of the page sends, as if it had come through the tap. */
  readonly observe: (event: WireEvent) => void;
  readonly keep: <T extends Closeable>(part: T) => T;
}

async function openDashboard(
  options: TappingOptions,
  listen: Address,
  { tap, recorder, observe, keep }: DashboardParts,
): Promise<Dashboard> {
  const uploads = keep(new OpenedUploads({ host: listen.host, maxBytes: MAX_UPLOAD_BYTES, say: options.complain }));
  const info: TapInfo = {
    version: VERSION,
    listen: formatAddress(tap.address),
    ...(options.target && { target: options.target.origin }),
    embedded: !options.target,
  };
  const forwards = options.allowForward || isLoopback(tap.address.host);
  return startDashboard({
    listen,
    tap: info,
    ...(options.dashboardToken !== undefined && { token: options.dashboardToken }),
    ...(options.page === 'built' && { page: builtPage() }),
    // The analyzer evicts first, and says so; the dashboard must not be the smaller of the two.
    ...(options.maxSessions !== undefined && { limits: { sessions: 2 * options.maxSessions } }),
    ...(recorder && { recorded: recorder, marks: markKeeper(recorder) }),
    open: uploads.open,
    replay: replayFromPage(observe),
    ...(forwards && { sendSamples: samplesThrough(tap, keep) }),
  });
}

/** Four real uploads to a reference server of their own, through the tap in forward mode: whatever its target is, that gets none of it. */
function samplesThrough(tap: Tap, keep: <T extends Closeable>(part: T) => T): () => Promise<void> {
  let server: Promise<BitsServer> | undefined;
  return async () => {
    server ??= startEmbeddedServer('digest').then(keep);
    const { url } = await server;
    await sendSampleUploads({ url: new URL(url), proxy: new URL(`http://${formatAddress(tap.address)}`) });
  };
}

function ticking(pipeline: Pipeline): Closeable {
  const timer = setInterval(() => pipeline.feed({ type: 'tick', at: now() }), TICK_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
    },
  };
}

/** In the order given: the newest first, so that what writes is closed after what feeds it. */
async function closeAll(parts: readonly Closeable[]): Promise<void> {
  for (const part of parts) await part.close();
}
