/** What a page asks of recorded traffic beside the feed, and what it is told. */
import type { SessionComparison } from './compare/compare-sessions.ts';

/** Plays sessions against a server. */
export interface PageReplay {
  readonly sessions: readonly string[];
  readonly to: string;
  readonly mode: 'adaptive' | 'exact';
}

export interface PageReplayed {
  readonly comparisons: readonly SessionComparison[];
  readonly requests: number;
  /** What its user should know, a sentence each. */
  readonly notes: readonly string[];
}

/** Whether all of a file is there. */
export interface PayloadSummary {
  readonly total?: bigint;
  readonly complete: boolean;
  /** Of a complete file, in hexadecimal. */
  readonly sha256?: string;
  /** Parts that are missing; both ends inclusive. */
  readonly holes: readonly { readonly first: bigint; readonly last: bigint; readonly kind: 'unseen' | 'unacknowledged' | 'cut' }[];
  readonly doubts: readonly string[];
}

/** What recorded traffic can be saved as. */
export interface ExportChoice {
  readonly name: string;
  readonly extension: string;
  readonly title: string;
  /** It is made to be given away: what is left in it can be told before. */
  readonly isShared?: boolean;
}

/** What is to be saved, and how. */
export interface PageExport {
  /** None: everything. */
  readonly sessions: readonly string[];
  readonly redact: boolean;
  /** Bytes of each body that a shared copy has; 0: none. */
  readonly bodyBytes: number;
}
