import type { CheckReport, CheckSettings, FileRecord, FindingRecord, SessionRecord } from './check-report.ts';
import type { SessionWatch } from './session-watch.ts';
import { Tally } from './tally.ts';

/** What is listed at most; all else is counted, and the report says so. */
export interface ReportLimits {
  /** Findings of one rule in one session. Default 20. */
  readonly maxOfARule: number;
  /** Findings in all. Default 10,000. */
  readonly maxFindings: number;
  /** Sessions without findings. Default 10,000. */
  readonly maxSessions: number;
}

export const REPORT_LIMITS: ReportLimits = { maxOfARule: 20, maxFindings: 10_000, maxSessions: 10_000 };

/** The growing report: what is listed, and the count of everything. */
export class Collected {
  readonly limits: ReportLimits;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #files: FileRecord[] = [];
  readonly #sessions: SessionRecord[] = [];
  readonly #findings: FindingRecord[] = [];
  readonly #tally = new Tally();
  /** Findings that are listed, or will be with their session. */
  #held = 0;
  /** Sessions without findings that are listed. */
  #clean = 0;
  #unlistedSessions = 0;
  #unlistedFindings = 0;

  /** `known`: the fingerprints of an earlier run. */
  constructor(limits: Partial<ReportLimits> = {}, known?: ReadonlySet<string>) {
    this.limits = { ...REPORT_LIMITS, ...limits };
    this.#known = known;
  }

  isKnown(fingerprint: string): boolean {
    return this.#known?.has(fingerprint) ?? false;
  }

  /** A finding of a session: it counts when its session does. */
  hold(finding: FindingRecord, watch: SessionWatch): void {
    const fits = this.#held < this.limits.maxFindings && watch.listedOf(finding.rule) < this.limits.maxOfARule;
    if (!fits) return watch.leaveOut(finding);
    this.#held += 1;
    watch.list(finding);
  }

  /** A finding of no session. */
  finding(finding: FindingRecord): void {
    this.#tally.count(finding);
    if (this.#held >= this.limits.maxFindings) {
      this.#unlistedFindings += 1;
      return;
    }
    this.#held += 1;
    this.#findings.push(finding);
  }

  /** `evicted`: it was forgotten before its capture ended. `at`: when that was. */
  session(file: string, watch: SessionWatch, evicted: boolean, at: number): void {
    const { findings, tally } = watch;
    this.#tally.addAll(tally);
    this.#unlistedFindings += watch.leftOut;
    for (const finding of findings) this.#findings.push(finding);
    const clean = findings.length === 0;
    if (clean && this.#clean >= this.limits.maxSessions) {
      this.#unlistedSessions += 1;
      return;
    }
    if (clean) this.#clean += 1;
    this.#sessions.push(watch.record(file, evicted, at));
  }

  /** A session that nobody asked for. */
  dismiss({ findings }: SessionWatch): void {
    this.#held -= findings.length;
  }

  file(record: FileRecord): void {
    this.#files.push(record);
  }

  report(tool: string, settings: CheckSettings): CheckReport {
    const { met, rules } = this.#tally;
    const gone = this.#known && (settings.filter === undefined ? [...this.#known].filter((one) => !met.has(one)).sort() : []);
    const summary = {
      ...this.#tally.sum('found'),
      known: this.#tally.sum('known'),
      byRule: rules,
      ...{ unlistedSessions: this.#unlistedSessions, unlistedFindings: this.#unlistedFindings },
    };
    const found = { files: this.#files, sessions: this.#sessions, findings: this.#findings };
    return { tool, ...found, summary, settings, ...(gone && { gone }) };
  }
}
