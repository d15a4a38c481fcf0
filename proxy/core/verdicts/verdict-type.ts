import type { SessionView } from '../timeline.ts';

/** How a session ended or stands, coarsely. */
export type Outcome =
  /** Nothing is wrong, and more is to come. */
  | 'under-way'
  /** A packet has no answer yet, and should have. */
  | 'stuck'
  /** Cut off, unreachable, or told to come back later, and not gone on with since. */
  | 'interrupted'
  /** The server does not want it. */
  | 'refused'
  /** Client and server do not agree where to go on. */
  | 'out-of-step'
  /** Credentials are missing or do not help. */
  | 'not-authenticated'
  /** The server no longer knows the session, or never did. */
  | 'lost'
  | 'complete'
  /** Closed, and not all of the file arrived. */
  | 'incomplete'
  /** The upload arrived, its reply was not fetched. */
  | 'reply-lost'
  | 'cancelled'
  /** Neither ended nor gone on with. */
  | 'abandoned'
  /** Too little of it was seen. */
  | 'unknown';

/** Who ended it, or holds it up; fault is another question, which the findings answer. */
export type StoppedBy = 'client' | 'server' | 'intermediary' | 'network' | 'nobody' | 'unknown';

/** What happened to a session, in one sentence with the numbers of the case. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly stoppedBy: StoppedBy;
  /** Holds no text from the wire: only numbers, our own ids and our own words. */
  readonly sentence: string;
  /** What to do, where something is to be done. */
  readonly advice?: string;
}

/** One way to end or stand; `at` is the present, ms since the epoch. Silent on all others. */
export type Ending = (view: SessionView, at: number) => Verdict | undefined;

/** The way that is left when no other speaks. */
export type LastEnding = (view: SessionView, at: number) => Verdict;
