/** Reports as literals, and reports of whole conversations. */
import { parseFilter } from '../../proxy/core/filter.ts';
import { RecordedTraffic } from '../../proxy/core/recorded-traffic.ts';
import type { CheckReport, FileRecord, FindingRecord, SessionRecord } from '../../proxy/core/report/check-report.ts';
import { Collected, type ReportLimits } from '../../proxy/core/report/collected.ts';
import { FileCollector } from '../../proxy/core/report/file-collector.ts';
import type { Surroundings } from '../../proxy/core/report/report-format.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';

/** A pipe of 80 columns, and times of which only the milliseconds matter. */
export const PIPE: Surroundings = { width: 80, paint: (_style, text) => text, time: (at) => `at ${at}`, show: 'everything' };

export function fileRecord(change: Partial<FileRecord> = {}): FileRecord {
  return { file: 'a.pcapng', sessions: 1, problems: [], complete: true, ...change };
}

/** An upload of 300 bytes, of which 100 were acknowledged. */
export function sessionRecord(change: Partial<SessionRecord> = {}): SessionRecord {
  return {
    ...{ file: 'a.pcapng', session: 's1', id: '{3B1F7C52}', client: '192.0.2.10', server: '192.0.2.1:80' },
    ...{
      url: 'http://bits.example.test/inbox/report.bin',
      state: 'COMPLETE',
      outcome: 'incomplete',
      stoppedBy: 'client',
      verdict: 'The upload is lost.',
    },
    ...{ total: 300n, acknowledged: 100n, packets: 3, fragments: 1, startedAt: 1000, endedAt: 3500, seenFromStart: true },
    ...{ findings: { error: 0, warning: 0, note: 0 }, unlisted: {}, judged: [], evicted: false },
    ...change,
  };
}

export function findingRecord(change: Partial<FindingRecord> = {}): FindingRecord {
  return {
    ...{ file: 'a.pcapng', rule: 'premature-close-session', severity: 'error', confidence: 'certain', blames: 'client' },
    ...{ session: 's1', exchange: 'x3', at: 3000, message: 'Closed too early.', evidence: { missing: 200n } },
    packet: { number: 3, type: 'close-session', connection: 'c1', frame: 9, offset: 550n, status: 200 },
    ...{ fingerprint: 'premature-close-session client close-session bits.example.test/inbox/report.bin', known: false },
    ...change,
  };
}

/** Counts what is listed, unless told otherwise. */
export function checkReport(change: Partial<CheckReport> = {}): CheckReport {
  const { findings = [] } = change;
  const of = (severity: string, among = findings) => among.filter((finding) => finding.severity === severity).length;
  const known = findings.filter((finding) => finding.known);
  return {
    tool: '1.2.3',
    files: [fileRecord()],
    sessions: [sessionRecord()],
    findings,
    summary: {
      ...{ error: of('error'), warning: of('warning'), note: of('note') },
      known: { error: of('error', known), warning: of('warning', known), note: of('note', known) },
      ...{ byRule: [], unlistedFindings: 0, unlistedSessions: 0 },
    },
    settings: { failOn: 'error', profile: 'standard', rules: {} },
    ...change,
  };
}

export interface Checking {
  readonly filter?: string;
  readonly known?: readonly string[];
  readonly limits?: Partial<ReportLimits>;
  readonly maxSessions?: number;
}

/** What is reported of conversations, each in a file of that name. */
export function checked(files: Readonly<Record<string, readonly WireEvent[]>>, options: Checking = {}): CheckReport {
  const { filter = '', known, limits, maxSessions } = options;
  const result = parseFilter(filter);
  if (!result.ok) throw new Error(result.error.message);
  const collected = new Collected(limits, known && new Set(known));
  for (const [file, events] of Object.entries(files)) {
    const collector = new FileCollector(file, collected, result.filter);
    const traffic = new RecordedTraffic((told) => collector.take(told), maxSessions === undefined ? {} : { maxSessions });
    for (const event of events) traffic.take(event);
    traffic.end();
    collector.end(undefined, true);
  }
  const settings = { failOn: 'error', profile: 'standard', rules: {}, ...(filter !== '' && { filter }) } as const;
  return collected.report('1.2.3', settings);
}
