import type { Mark, MarkKeeping } from './mark.ts';
import { eventsOfNew, type PackedRow, unpackRow } from './packed-row.ts';
import type { PlayOverview, PlayState } from './play.ts';
import { rowOf } from './row-events.ts';
import type { Blame, Severity } from './rules/rule.ts';
import type { SharedCopy } from './share/shared-copy.ts';
import type { Connection, SessionView, TimelineEvent, TimelineRow } from './timeline.ts';

/** What the page is told of the tap that it looks at. */
export interface TapInfo {
  readonly version: string;
  /** `host:port` where clients connect. */
  readonly listen: string;
  /** Where requests go; absent in forward mode without a target. */
  readonly target?: string;
  /** The target is our own reference server: nothing was named. */
  readonly embedded: boolean;
  /** The names of the files, where this is recorded traffic and no tap. */
  readonly recording?: readonly string[];
  /** What a shared copy says of itself: there is nothing behind it that could be asked. */
  readonly shared?: SharedCopy;
}

/** Traffic that belongs to no session, watched under this id. */
export const OTHER_TRAFFIC = 'other';

/** What is shown on top of the list. Rates are over the last second. */
export interface Totals {
  readonly sessions: number;
  readonly active: number;
  readonly findings: Readonly<Record<'error' | 'warning' | 'note', number>>;
  readonly otherExchanges: number;
  readonly packetsPerSecond: number;
  readonly bytesPerSecond: number;
}

/** What one rule found in one session. */
export interface FindingTally {
  readonly rule: string;
  readonly severity: Severity;
  readonly blames: Blame;
  readonly count: number;
  readonly latest: { readonly exchange: string; readonly at: number; readonly message: string };
}

/**
 * The feed: dashboard to page. Two levels: summaries of all sessions (coalesced), and the rows of the one session that
 * this page watches. After a reconnect the page names the `seq` of the last message that it saw, and gets what changed
 * since. A message's `seq` is the last TimelineEvent that the page has seen with it: a long list comes in several parts
 * and `seq` grows with them, so that a page that is cut off in the middle misses nothing. That of `rows` and `events` is
 * of that session alone, and may be ahead of the list.
 */
export type FeedMessage =
  /** The first on every connection. `resumed`: what the page has stays valid; else it starts anew. */
  | { readonly type: 'hello'; readonly seq: number; readonly run: string; readonly tap: TapInfo; readonly resumed: boolean }
  /**
   * Sessions that are new or have changed, whole; the ids of those that are no longer kept; and, by session, what was
   * found where that has changed.
   */
  | {
      readonly type: 'sessions';
      readonly seq: number;
      readonly changed: readonly SessionView[];
      readonly removed: readonly string[];
      readonly found?: Readonly<Record<string, readonly FindingTally[]>>;
    }
  /**
   * How many rows of each session the page's filter selects, where that has changed; 0: none any more. `isFirst`: the
   * page forgets what it was told before. `isComplete`: all that is kept has been looked through.
   */
  | {
      readonly type: 'matches';
      readonly seq: number;
      readonly filter: string;
      readonly isFirst: boolean;
      readonly isComplete: boolean;
      readonly counts: Readonly<Record<string, number>>;
    }
  | { readonly type: 'totals'; readonly seq: number; readonly totals: Totals }
  /** The watched session's rows so far; `dropped` older rows are no longer kept. Replaces what the page had of it. */
  | {
      readonly type: 'rows';
      readonly seq: number;
      readonly session: string;
      readonly rows: readonly TimelineRow[];
      readonly connections: readonly Connection[];
      readonly dropped: number;
    }
  /**
   * What happened in the watched session since, in order; of several states of one thing only the last. `dropped` as in
   * `rows`: the page forgets its oldest rows until it has forgotten as many.
   */
  | {
      readonly type: 'events';
      readonly seq: number;
      readonly session: string;
      readonly events: readonly TimelineEvent[];
      readonly dropped: number;
    }
  /** Marks that are new or have changed, and the ids of those that were removed. `isFirst`: these are all. Not numbered: they are not of the timeline. */
  | {
      readonly type: 'marks';
      readonly seq?: undefined;
      readonly isFirst: boolean;
      readonly changed: readonly Mark[];
      readonly removed: readonly string[];
      readonly keeping: MarkKeeping;
    }
  /** Where the player of a recording is; the overview is told once it is known, and to every page that comes. */
  | { readonly type: 'play'; readonly seq?: undefined; readonly state: PlayState; readonly overview?: PlayOverview }
  | { readonly type: 'fault'; readonly seq: number; readonly code: string; readonly message: string; readonly at: number };

/**
 * A message as it goes over the wire: rows that are over are packed, among the rows or the events, in the place of their
 * first event. `readShort` makes it whole.
 */
export type ShortFeedMessage =
  | Exclude<FeedMessage, { readonly type: 'rows' | 'events' }>
  | Short<'rows', { readonly rows: readonly (TimelineRow | PackedRow)[] }>
  | Short<'events', { readonly events: readonly (TimelineEvent | PackedRow)[] }>;

type Short<Type extends 'rows' | 'events', List> = Omit<Extract<FeedMessage, { readonly type: Type }>, Type> & List;

export function readShort(message: ShortFeedMessage): FeedMessage {
  switch (message.type) {
    case 'rows':
      return { ...message, rows: message.rows.map((row) => ('numbers' in row ? rowOf(unpackRow(row)) : row)) };
    case 'events': {
      const events = message.events.flatMap((event) => ('numbers' in event ? eventsOfNew(event) : [event]));
      return { ...message, events: events.sort((a, b) => a.seq - b.seq) };
    }
    default:
      return message;
  }
}

/**
 * Page to dashboard. `watch`: the rows of this session; `after` is the last seq whose rows the page has of it, 0 for none.
 * `filter`: which sessions have rows that this text selects; empty for none. `clear`: forgets all that is kept, for every page.
 */
export type PageMessage =
  | { readonly type: 'watch'; readonly session?: string; readonly after: number }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'clear' };
