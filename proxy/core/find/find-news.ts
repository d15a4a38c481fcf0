/** What a search through recorded traffic tells as it goes: to a page, to a script, to a command. */
import type { ByteHit } from './byte-search.ts';

/** Where in a message. `interim`: the head of a 1xx answer before it. Trailers are counted as if they were a head of their own. */
export type FindPart = 'head' | 'body' | 'trailers' | 'interim';

export interface FindHit extends ByteHit {
  readonly exchange: string;
  /** Absent for traffic beside the sessions. */
  readonly session?: string;
  /** When the request began, ms since the epoch; of an answer without one, when that began. */
  readonly startedAt: number;
  /** What its request says that it is: text from the wire. */
  readonly packet: string;
  readonly of: 'request' | 'response';
  readonly part: FindPart;
  /** In a head: the name of the header, text from the wire; absent in its first line. */
  readonly header?: string;
}

export interface FindProgress {
  /** Of `total` these are looked through. */
  readonly exchanges: number;
  readonly total: number;
  /** Of heads and bodies. */
  readonly bytes: number;
}

export interface FindSummary extends FindProgress {
  /** So many were found and nothing was looked for beyond; absent where all are told. */
  readonly limitReached?: number;
  /** Exchanges of which nothing is kept any more. */
  readonly notKept: number;
  /** Bodies that are not there, or not all of them, and how many of their bytes. */
  readonly missingBodies: number;
  readonly missingBytes: number;
  /** Why what was recorded could not be read, where that happened. */
  readonly problem?: string;
}

export type FindNews =
  | { readonly type: 'hits'; readonly hits: readonly FindHit[] }
  | ({ readonly type: 'progress' } & FindProgress)
  | ({ readonly type: 'end' } & FindSummary);

/** What is asked. */
export interface FindQuestion {
  readonly text: string;
  readonly as: 'text' | 'hex';
  readonly letterCase: 'any' | 'exact';
  readonly heads: boolean;
  readonly bodies: boolean;
  /** Only what a filter selects; empty: everything. */
  readonly filter: string;
  /** Only of this session; absent: of all, and the traffic beside them. */
  readonly session?: string | undefined;
}
