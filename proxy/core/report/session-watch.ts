import type { Draft } from '../http/draft.ts';
import type { SessionView } from '../timeline.ts';
import { verdict } from '../verdict.ts';
import type { FindingRecord, SessionRecord } from './check-report.ts';
import type { OpenRow } from './open-row.ts';
import { Tally } from './tally.ts';

/** What is kept of a session while its capture is read. */
export class SessionWatch {
  view: SessionView;
  packets = 0;
  /** Its latest exchange that was complete: what is found in the session as a whole is reported there. */
  last: OpenRow | undefined;
  /** A row of it was asked for. */
  selected = false;
  readonly judged = new Set<string>();
  readonly tally = new Tally();
  /** Those that are listed. */
  readonly findings: Draft<FindingRecord>[] = [];
  readonly #listed = new Map<string, number>();
  readonly #unlisted = new Map<string, number>();

  /** Findings that are only counted. */
  leftOut = 0;

  constructor(view: SessionView) {
    this.view = view;
  }

  /** How many findings of a rule are listed. */
  listedOf(rule: string): number {
    return this.#listed.get(rule) ?? 0;
  }

  list(finding: Draft<FindingRecord>): void {
    this.tally.count(finding);
    this.#listed.set(finding.rule, this.listedOf(finding.rule) + 1);
    this.findings.push(finding);
  }

  /** It is counted, and not listed. */
  leaveOut(finding: FindingRecord): void {
    this.tally.count(finding);
    this.leftOut += 1;
    this.#unlisted.set(finding.rule, (this.#unlisted.get(finding.rule) ?? 0) + 1);
  }

  /** `at`: the end of what was seen, ms since the epoch. */
  record(file: string, evicted: boolean, at: number): SessionRecord {
    const { id, sessionId, client, server, url, userAgent, serverAgent, state, total, coverage, packets, fragments } = this.view;
    const { outcome, stoppedBy, sentence, advice } = verdict(this.view, at);
    return {
      ...{ file, session: id },
      ...(sessionId !== undefined && { id: sessionId }),
      ...{ client, server, url },
      ...(userAgent !== undefined && { userAgent }),
      ...(serverAgent !== undefined && { serverAgent }),
      ...{ state, outcome, stoppedBy, verdict: sentence },
      ...(advice !== undefined && { advice }),
      ...(total !== undefined && { total }),
      acknowledged: coverage.acknowledged,
      ...{ packets, fragments, startedAt: this.view.createdAt, endedAt: this.view.lastAt, seenFromStart: this.view.seenFromStart },
      ...{ findings: this.tally.sum('found'), unlisted: Object.fromEntries(this.#unlisted), judged: [...this.judged], evicted },
    };
  }
}
