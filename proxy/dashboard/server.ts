import { createServer, type Server } from 'node:http';
import type { TapInfo } from '../core/feed.ts';
import type { MarkChange } from '../core/mark.ts';
import type { PlayOverview, PlayState } from '../core/play.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import type { TimelineEvent } from '../core/timeline.ts';
import { ProxyError } from '../errors.ts';
import type { AccessPolicy } from './access/decide.ts';
import { bracketed, hostCheck, isEverywhere, isLoopback } from './access/hosts.ts';
import { newToken } from './access/token.ts';
import type { OpenUploaded } from './api-open.ts';
import type { Playing } from './api-play.ts';
import type { ReplayFromPage } from './api-replay.ts';
import { readAssets } from './assets.ts';
import { Feed } from './feed/feed.ts';
import { Front } from './front.ts';
import { KeptTimeline } from './kept/kept-timeline.ts';
import { KeptMarks, type MarkKeeper } from './kept-marks.ts';
import { type DashboardLimits, DEFAULT_LIMITS } from './limits.ts';
import { type Address, listen } from './listen.ts';
import { SamplesButton } from './samples-button.ts';

export interface DashboardOptions {
  readonly listen: Address;
  /** What a browser must bring; random unless told otherwise. Empty: none is asked for, on loopback only. */
  readonly token?: string;
  readonly tap: TapInfo;
  /** Folder of the built page, with its index.html; absent: only the API and the feed. */
  readonly page?: string;
  /** Names by which the dashboard may be called beside its own address and localhost: `name` or `name:port`. */
  readonly allowedHosts?: readonly string[];
  /** Runs sample uploads through the tap; absent: the page is told that it can't. */
  readonly sendSamples?: () => Promise<void>;
  readonly limits?: Partial<DashboardLimits>;
  /** Where bodies are read from. */
  readonly recorded?: RecordedBytes;
  /** Plays what is shown; absent for live traffic. */
  readonly player?: Playing;
  readonly open?: OpenUploaded;
  readonly replay?: ReplayFromPage;
  /** Keeps the marks that pages make; absent: they are in memory only. */
  readonly marks?: MarkKeeper;
}

export interface Dashboard {
  readonly address: Address;
  /** For the user: with the token. */
  readonly url: string;
  /** Takes what happened next. Never throws, never waits for a page. */
  take(events: readonly TimelineEvent[]): void;
  /** Forgets everything: the numbers of what comes begin anew. */
  restart(): void;
  /** Tells the pages where the player is. */
  play(state: PlayState, overview: PlayOverview | undefined): void;
  /** Marks that were read from files: shown with the next `findMarks`. */
  mark(changes: readonly MarkChange[]): void;
  /** Recorded traffic was read: looks what marks are on. */
  findMarks(): void;
  /** A failure that is in no timeline: told to the pages that are there. */
  announce(code: string, message: string): void;
  close(): Promise<void>;
}

/** Rejects with ProxyError: `dashboard-open`, `page-missing`, `listen-in-use`, `listen-failed`. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { token = newToken(), page, tap } = options;
  refuseToBeOpen(options.listen.host, token);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const assets = page === undefined ? new Map() : await readAssets(page);
  const server = createServer();
  const address = await listen(server, options.listen);
  const kept = new KeptTimeline(limits);
  const marks = new KeptMarks({ kept, maxMarks: limits.marks, keeper: options.marks, tell: (message) => feed.mark(message) });
  const feed = new Feed(kept, tap, limits, () => marks.message);
  const samples = new SamplesButton(options.sendSamples, (reason) =>
    feed.announce('samples-failed', `The sample uploads failed: ${reason}`),
  );
  const policy = policyOf(options, address, token);
  const { recorded, player, open, replay } = options;
  connect(server, new Front({ kept, feed, tap, samples, marks, policy, assets, maxPages: limits.pages, recorded, player, open, replay }));
  server.on('error', ({ message }) => feed.announce('dashboard-failed', `The dashboard can't take a connection: ${message}`));
  return {
    address,
    url: urlOf(address, token),
    take(events) {
      if (player) marks.learn(events);
      take(kept, feed, events);
    },
    restart() {
      kept.restart();
      feed.restart();
    },
    mark(changes) {
      const left = marks.take(changes);
      if (left > 0) feed.announce('marks-left-out', `There are more marks than are shown: ${left} are left out.`);
    },
    findMarks: () => marks.find(),
    play: (state, overview) => feed.play(state, overview),
    announce: (code, message) => feed.announce(code, message),
    close: () => close(server, feed),
  };
}

function refuseToBeOpen(host: string, token: string): void {
  if (token !== '' || isLoopback(host)) return;
  throw new ProxyError('dashboard-open', `The dashboard would be open to everybody on ${host}: give it a token, or listen on 127.0.0.1.`);
}

function policyOf(options: DashboardOptions, { host: address, port }: Address, token: string): AccessPolicy {
  const isOurHost = hostCheck({ host: options.listen.host, address, port }, options.allowedHosts);
  return { port, token, isOurHost, proxy: options.tap.listen };
}

function connect(server: Server, front: Front): void {
  server.on('request', front.request);
  server.on('upgrade', front.upgrade);
  server.on('clientError', front.unreadable);
}

function urlOf({ host, port }: Address, token: string): string {
  const reachable = isEverywhere(host) ? (host === '::' ? '::1' : '127.0.0.1') : host;
  const query = token === '' ? '' : `?token=${encodeURIComponent(token)}`;
  return `http://${bracketed(reachable)}:${port}/${query}`;
}

/** An event that our own bug can't take is told of and left out; those after it count. */
function take(kept: KeptTimeline, feed: Feed, events: readonly TimelineEvent[]): void {
  try {
    kept.take(events, performance.now());
  } catch (error) {
    feed.announce('dashboard-failed', `The page lacks event ${kept.seq}: ${error instanceof Error ? error.message : String(error)}`);
    return take(kept, feed, events);
  }
  feed.wake();
}

function close(server: Server, feed: Feed): Promise<void> {
  feed.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
