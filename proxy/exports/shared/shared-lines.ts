/** The lines of a shared copy, as `shared-copy.ts` has them. */
import { type FeedMessage, type FindingTally, OTHER_TRAFFIC, type Totals } from '../../core/feed.ts';
import { numbersOf, type PackedRow } from '../../core/packed-row.ts';
import { plainRow } from '../../core/plain-row.ts';
import type { RowEvents } from '../../core/row-events.ts';
import { SessionTallies } from '../../core/session-tallies.ts';
import { SHARED_VERSION, type SharedBeginning, type SharedEnding, type SharedRows } from '../../core/share/shared-copy.ts';
import { coverUrlSecrets } from '../../core/share/url-secrets.ts';
import { isOpen, type SessionView, standing, type TimelineRow } from '../../core/timeline.ts';
import { VERSION } from '../../version.ts';
import { type ChosenMark, chosenMarks } from '../chosen-marks.ts';
import type { BodyChoice } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { grouping } from '../grouping.ts';
import { type CoveredRow, coveredRow } from './covered-row.ts';
import { bodyLimit, Remains } from './remains.ts';
import { sharedBodies } from './shared-bodies.ts';

export interface SharedOptions {
  readonly redact: boolean;
  readonly bodies: BodyChoice;
  /** ms since the epoch. */
  readonly now: number;
}

type Cover = (text: string) => string;

const asItIs: Cover = (text) => text;

export class SharedLines {
  readonly remains: Remains;
  readonly #source: ExportSource;
  readonly #options: SharedOptions;
  readonly #marks: readonly ChosenMark[];
  readonly #found = new Map<string, readonly FindingTally[]>();

  constructor(source: ExportSource, options: SharedOptions) {
    this.#source = source;
    this.#options = options;
    this.#marks = chosenMarks(source);
    this.remains = new Remains(options);
  }

  /** To be called once; `remains` is complete behind it. */
  async *lines(): AsyncGenerator<string> {
    const { sessions, rows, connections } = this.#source;
    yield line({ kind: 'bitstap', format: SHARED_VERSION } satisfies SharedBeginning, asItIs);
    for (const session of sessions) this.remains.takeSession(session);
    this.remains.takeMarks(this.#marks.length);
    for (const [session, group] of grouping(rows, sessionOf)) {
      const ids = new Set(group.map(({ exchange }) => exchange.connection));
      const used = [...ids].map((id) => connections.get(id)).filter((connection) => connection !== undefined);
      yield line({ kind: 'rows', session, rows: group.length, connections: used } satisfies SharedRows, this.#cover);
      yield* this.#rowLines(session, group);
    }
    yield* this.#bodyLines();
    yield line(this.#ending(), this.#cover);
  }

  get #cover(): Cover {
    return this.#options.redact ? coverUrlSecrets : asItIs;
  }

  *#rowLines(session: string, rows: readonly TimelineRow[]): Iterable<string> {
    const tallies = new SessionTallies();
    for (const original of rows) {
      const { row, cover } = this.#covered(original);
      this.remains.takeRow(row, this.#source.connections.get(row.exchange.connection));
      for (const finding of original.findings) tallies.take({ ...finding, message: cover(finding.message) });
      yield line(packed(row) ?? row, cover);
    }
    if (tallies.tallies.length > 0) this.#found.set(session, tallies.tallies);
  }

  #covered(row: TimelineRow): CoveredRow {
    return this.#options.redact ? coveredRow(row, this.remains.note) : { row, cover: asItIs };
  }

  async *#bodyLines(): AsyncGenerator<string> {
    const limit = bodyLimit(this.#options.bodies);
    if (limit === 0) return;
    for (const { exchange } of this.#source.rows)
      for await (const body of sharedBodies(this.#source.bytes, exchange, limit)) yield line(body, asItIs);
  }

  #ending(): SharedEnding {
    const { notes = [] } = this.#source;
    const copy = { version: VERSION, at: this.#options.now, remains: this.remains.summary, notes };
    return { kind: 'end', copy, messages: this.#messages() };
  }

  #messages(): readonly FeedMessage[] {
    const { sessions } = this.#source;
    const found = Object.fromEntries(this.#found);
    const marks = this.#marks.map(({ connection: _, ...mark }) => mark);
    return [
      { type: 'marks', isFirst: true, changed: marks, removed: [], keeping: { kind: 'copy' } },
      { type: 'sessions', seq: 1, changed: sessions, removed: [], found },
      { type: 'totals', seq: 1, totals: this.#totals(sessions) },
    ];
  }

  #totals(sessions: readonly SessionView[]): Totals {
    const findings = { error: 0, warning: 0, note: 0 };
    for (const tally of [...this.#found.values()].flat()) findings[tally.severity] += tally.count;
    return {
      ...{ sessions: sessions.length, active: sessions.filter((session) => isOpen(standing(session))).length, findings },
      otherExchanges: this.#source.rows.filter(({ exchange }) => exchange.session === undefined).length,
      ...{ packetsPerSecond: 0, bytesPerSecond: 0 },
    };
  }
}

function sessionOf({ exchange: { session = OTHER_TRAFFIC } }: TimelineRow): string {
  return session;
}

function line(value: object, cover: Cover): string {
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'string') return cover(item);
    return typeof item === 'bigint' ? item.toString() : item;
  });
  return `${text}\n`;
}

/** A fraction of the row, for nearly every row. */
function packed(row: TimelineRow): PackedRow | undefined {
  const events = eventsOf(row);
  const plain = plainRow(events);
  if (!plain) return undefined;
  const { id, connection, session, rewrites } = row.exchange;
  const numbers = numbersOf(events, 1, plain.sent, plain.received);
  return { id, connection, session, rewrites, numbers, heads: plain.sentText + plain.receivedText };
}

function eventsOf({ exchange, request, answer, findings }: TimelineRow): RowEvents {
  return {
    exchange: { type: 'exchange', seq: 1, at: exchange.request?.startedAt ?? 0, exchange },
    request: request && { type: 'packet', seq: 2, at: request.at, packet: request },
    answer: answer && { type: 'packet', seq: 3, at: answer.at, packet: answer },
    findings: findings.map((finding) => ({ type: 'finding', seq: 4, at: finding.at, finding })),
  };
}
