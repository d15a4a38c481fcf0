import type { CaptureSummary } from '../capture/capture-summary.ts';
import type { Evidence, Finding, Severity } from '../rules/rule.ts';
import type { Outcome, StoppedBy } from '../verdict.ts';

/** What was found in some captures: every format says the same of it. */
export interface CheckReport {
  /** The version of bitstap that found it. */
  readonly tool: string;
  readonly files: readonly FileRecord[];
  readonly sessions: readonly SessionRecord[];
  readonly findings: readonly FindingRecord[];
  readonly summary: Summary;
  readonly settings: CheckSettings;
  /** Where findings were compared with those of an earlier run: the known ones that did not come again. With a filter nobody can tell. */
  readonly gone?: readonly string[];
}

/** What the user decided. */
export interface CheckSettings {
  readonly failOn: FailOn;
  readonly profile: 'standard' | 'strict';
  /** By rule id, over what the rule itself says. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Only what this selects is in the report. */
  readonly filter?: string;
}

/** From which severity on a finding makes the check fail. */
export type FailOn = Severity | 'never';

export interface FileRecord {
  readonly file: string;
  readonly capture?: CaptureSummary;
  readonly sessions: number;
  /** What people must know about the capture itself: a `CaptureFaultCode`, or `unreadable`. */
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  /** Whether all of it could be read; one that ends in the middle of a packet counts. */
  readonly complete: boolean;
}

export interface SessionRecord {
  readonly file: string;
  /** Ours, in this file: `s1`, `s2`, … */
  readonly session: string;
  /** The server's, as sent. */
  readonly id?: string;
  readonly client: string;
  readonly server: string;
  readonly url: string;
  readonly userAgent?: string;
  readonly serverAgent?: string;
  readonly state: string;
  readonly outcome: Outcome;
  readonly stoppedBy: StoppedBy;
  /** One sentence: what happened, and who stopped it; and what to do, if something is to be done. */
  readonly verdict: string;
  readonly advice?: string;
  readonly total?: bigint;
  readonly acknowledged: bigint;
  readonly packets: number;
  readonly fragments: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly seenFromStart: boolean;
  /** Findings by severity, listed or not. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** By rule: further findings that are counted, but not listed. */
  readonly unlisted: Readonly<Record<string, number>>;
  /** What rules could look at: `fragment accepted`, `close-session unanswered`, … */
  readonly judged: readonly string[];
  /** It was forgotten before the capture ended: what came later of it counts as another session. */
  readonly evicted: boolean;
}

export interface FindingRecord extends Omit<Finding, 'id' | 'evidence'> {
  readonly file: string;
  readonly evidence: Evidence;
  readonly packet: PacketPlace;
  /** What it has in common with the same finding in another run. */
  readonly fingerprint: string;
  readonly known: boolean;
}

/** Which packet a finding is about, and where that is. */
export interface PacketPlace {
  /** From 1 in its session, in the order in which packets were answered. */
  readonly number?: number;
  /** As in `fragment`; what is no packet: `reply`, `notification`, `other`. */
  readonly type: string;
  readonly connection: string;
  /** The numbers of the frames in which it and its answer begin, as Wireshark counts. */
  readonly frame?: number;
  readonly answerFrame?: number;
  /** Where its head begins in all that its client said on this connection. */
  readonly offset?: bigint;
  readonly range?: { readonly first: bigint; readonly last: bigint; readonly total: bigint };
  readonly status?: number;
}

/** All findings, whether they are listed or not. */
export interface Summary extends Readonly<Record<Severity, number>> {
  /** How many of them were known. */
  readonly known: Readonly<Record<Severity, number>>;
  readonly byRule: readonly RuleCount[];
  /** Sessions without findings that were forgotten, and are not listed. */
  readonly unlistedSessions: number;
  /** Findings that are counted above, but not listed. */
  readonly unlistedFindings: number;
}

export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly found: number;
  readonly known: number;
}
