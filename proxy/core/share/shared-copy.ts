/** A recording as one page that opens by itself: what its lines say. Line by line, so that none has to be read before somebody looks. */
import type { FeedMessage } from '../feed.ts';
import type { PackedRow } from '../packed-row.ts';
import type { Connection, TimelineRow } from '../timeline.ts';

/** Of the lines; a page reads only those of its own. */
export const SHARED_VERSION = 1;

/** How often something was taken out, or is there. */
export interface Counted {
  readonly name: string;
  readonly count: number;
}

/** What becomes of bodies. */
export interface SharedBodies {
  /** Bytes of each that are kept at most; 0: no bodies. */
  readonly limit: number;
  /** How many messages have a body, and how many bytes these have together. */
  readonly messages: number;
  readonly bytes: number;
  /** How many bytes of them are in the copy. */
  readonly kept: number;
}

/** What a shared copy has in it: for who decides whether to share it. Lists are cut, and say how much there is. */
export interface SharedRemains {
  readonly sessions: number;
  readonly exchanges: number;
  /** Whether credentials were looked for; what was covered, by name. */
  readonly redacted: boolean;
  readonly covered: readonly Counted[];
  /** Addresses of clients and servers, hosts that requests name, files, software, header names. */
  readonly clients: Listed;
  readonly hosts: Listed;
  readonly files: Listed;
  readonly agents: Listed;
  readonly headers: Listed;
  readonly bodies: SharedBodies;
  /** Marks of whoever looked at it, with what was written on them. */
  readonly marks: number;
}

/** The most frequent, and how many there are in all. */
export interface Listed {
  readonly all: number;
  readonly shown: readonly Counted[];
}

/** What a copy says of itself. */
export interface SharedCopy {
  readonly version: string;
  /** When it was written, ms since the epoch. */
  readonly at: number;
  readonly remains: SharedRemains;
  /** What is not in it, or may be wrong with it, a sentence each. */
  readonly notes: readonly string[];
}

/** Written first: who reads another version says so. */
export interface SharedBeginning {
  readonly kind: 'bitstap';
  readonly format: typeof SHARED_VERSION;
}

/** In front of the rows of a session, or of other traffic: so many lines are a `SharedRow` each. */
export interface SharedRows {
  readonly kind: 'rows';
  readonly session: string;
  readonly rows: number;
  readonly connections: readonly Connection[];
}

export type SharedRow = TimelineRow | PackedRow;

/** A body, or its beginning. */
export interface SharedBody {
  readonly kind: 'body';
  readonly exchange: string;
  readonly of: 'request' | 'response';
  readonly base64: string;
  /** Bytes that were not recorded, or are left out: from, and up to (not included). In `base64` they are zeros, but for those at the end. */
  readonly missing: readonly (readonly [start: number, end: number])[];
}

/** Behind everything else, because only then it is known: what the copy is, and the messages with which a feed would begin. */
export interface SharedEnding {
  readonly kind: 'end';
  readonly copy: SharedCopy;
  readonly messages: readonly FeedMessage[];
}
