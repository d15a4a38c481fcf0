import type { Packet } from '../bits/packet.ts';
import type { CaptureSummary } from '../capture/capture-summary.ts';
import type { Filter } from '../filter.ts';
import { assertNever } from '../http/assert-never.ts';
import type { Draft } from '../http/draft.ts';
import { grouped } from '../rules/number.ts';
import type { Finding } from '../rules/rule.ts';
import { type Connection, type ExchangeView, isAnswer, type SessionView, type TimelineEvent } from '../timeline.ts';
import type { FileRecord, FindingRecord } from './check-report.ts';
import type { Collected } from './collected.ts';
import { fingerprintOf } from './fingerprint.ts';
import { isRowOver, judgedIn, type OpenRow, placeOf } from './open-row.ts';
import { SessionWatch } from './session-watch.ts';

/** Folds the timeline of one capture into a report. What it keeps grows with sessions and with what is open, not with packets. */
export class FileCollector {
  readonly #file: string;
  readonly #collected: Collected;
  readonly #filter: Filter;
  readonly #sessions = new Map<string, SessionWatch>();
  readonly #connections = new Map<string, Connection>();
  /** The row that is being told. Most are over at once: in a map they would cost more than all else here, by the garbage. */
  #latest: OpenRow | undefined;
  readonly #rows = new Map<string, OpenRow>();
  /** Findings that may be told again, with a higher count. */
  readonly #told = new Map<string, Draft<FindingRecord>>();
  readonly #problems: FileRecord['problems'][number][] = [];
  /** How often a limit was reached. */
  readonly #forgotten = { session: 0, exchange: 0 };
  #at = 0;
  #newestSession = 0;
  #sessionCount = 0;

  constructor(file: string, collected: Collected, filter: Filter) {
    this.#file = file;
    this.#collected = collected;
    this.#filter = filter;
  }

  /** How many exchanges and connections are kept, because more may come of them. */
  get open(): number {
    return this.#rows.size + this.#connections.size;
  }

  /** Takes events in their order. One call has all that the analyzer told at once. */
  take(events: readonly TimelineEvent[]): void {
    const last = events.at(-1);
    if (!last) return;
    this.#at = Math.max(this.#at, last.at);
    for (const event of events) this.#take(event);
    this.#settleLatest();
    for (const event of events) if (event.type === 'connection') this.#forgetClosed(event.connection);
  }

  /** The capture ends, or can't be read any further; `problem` is why it could not even begin. */
  end(capture: CaptureSummary | undefined, complete: boolean, problem?: FileRecord['problems'][number]): void {
    for (const watch of this.#sessions.values()) this.#retire(watch, false);
    this.#sessions.clear();
    const problems = [...this.#limits(), ...this.#problems, ...(problem ? [problem] : [])];
    const file = { file: this.#file, ...(capture && { capture }), sessions: this.#sessionCount, problems, complete };
    this.#collected.file(file);
  }

  #take(event: TimelineEvent): void {
    switch (event.type) {
      case 'exchange':
        return this.#takeExchange(event.exchange);
      case 'packet':
        return this.#takePacket(event.packet);
      case 'session':
        return this.#takeSession(event.session);
      case 'finding':
        return this.#takeFinding(event.finding);
      case 'connection':
        this.#connections.set(event.connection.id, event.connection);
        return;
      case 'evicted':
        return this.#evict(event.what, event.id);
      case 'fault':
        this.#problems.push({ code: event.code, message: event.message });
        return;
      default:
        return assertNever(event);
    }
  }

  #takeExchange(exchange: ExchangeView): void {
    const known = this.#row(exchange.id);
    if (!known || known !== this.#latest) this.#settleLatest();
    this.#latest = known ?? { exchange, findings: [] };
    this.#latest.exchange = exchange;
  }

  #row(id: string): OpenRow | undefined {
    if (this.#latest?.exchange.id === id) return this.#latest;
    return this.#rows.size === 0 ? undefined : this.#rows.get(id);
  }

  #takePacket(packet: Packet): void {
    const row = this.#row(packet.exchange);
    if (!row) return;
    if (isAnswer(packet)) row.answer = packet;
    else this.#takeRequest(row, packet);
  }

  #takeRequest(row: OpenRow, packet: Packet): void {
    if (row.request || !('method' in packet)) return;
    row.request = packet;
    const watch = packet.session === undefined ? undefined : this.#sessions.get(packet.session);
    if (!watch) return;
    watch.packets += 1;
    row.number = watch.packets;
  }

  /** Ids only grow: one that is not known and not new is that of a session which was forgotten. */
  #takeSession(view: SessionView): void {
    const watch = this.#sessions.get(view.id);
    if (watch) {
      watch.view = view;
      return;
    }
    const number = Number(view.id.slice(1));
    if (number <= this.#newestSession) return;
    this.#newestSession = number;
    this.#sessions.set(view.id, new SessionWatch(view));
  }

  /** What is told of an exchange that is over concerns its session as a whole. */
  #takeFinding(finding: Finding): void {
    const told = this.#told.get(finding.id);
    if (told) {
      told.evidence = finding.evidence;
      return;
    }
    const row = this.#row(finding.exchange) ?? this.#watch(finding.session)?.last;
    if (!row) return this.#report(finding, undefined);
    row.findings.push(finding);
    if (row !== this.#latest) this.#settle(row);
  }

  #settleLatest(): void {
    const row = this.#latest;
    this.#latest = undefined;
    if (row) this.#settle(row);
  }

  /** Everything was told of it for now. */
  #settle(row: OpenRow): void {
    const watch = this.#watch(row.exchange.session);
    const judged = judgedIn(row);
    if (judged !== undefined) watch?.judged.add(judged);
    const over = isRowOver(row);
    if ((over || row.findings.length > 0) && this.#isAskedFor(row, watch)) {
      if (watch) watch.selected = true;
      for (const finding of row.findings) this.#report(finding, row);
    }
    row.findings = [];
    if (!over) {
      this.#rows.set(row.exchange.id, row);
      return;
    }
    if (this.#rows.size > 0) this.#rows.delete(row.exchange.id);
    if (watch) watch.last = row;
  }

  /** Where whole sessions are asked for, each is judged in the end. */
  #isAskedFor({ exchange, request, answer, findings }: OpenRow, watch: SessionWatch | undefined): boolean {
    const { isEmpty, needsRows } = this.#filter;
    if (isEmpty || (watch && !needsRows)) return true;
    const connection = this.#connections.get(exchange.connection);
    return this.#filter.matches({ session: watch?.view, connection, exchange, request, answer, findings });
  }

  #report({ id, ...said }: Finding, row: OpenRow | undefined): void {
    const watch = this.#watch(said.session);
    const packet = row ? placeOf(row) : { type: 'other', connection: '' };
    const about = { ...(watch && { session: watch.view }), ...(row && { exchange: row.exchange }) };
    const fingerprint = fingerprintOf({ id, ...said }, packet.type, about);
    const record = { file: this.#file, ...said, packet, fingerprint, known: this.#collected.isKnown(fingerprint) };
    if (!watch) return this.#collected.finding(record);
    this.#collected.hold(record, watch);
    if (watch.findings.at(-1) === record) this.#told.set(id, record);
  }

  #watch(session: string | undefined): SessionWatch | undefined {
    return session === undefined ? undefined : this.#sessions.get(session);
  }

  #limits(): FileRecord['problems'] {
    const { session, exchange } = this.#forgotten;
    const tell = (message: string) => ({ code: 'limit', message });
    return [
      ...(session > 0 ? [tell(`${grouped(session)} sessions were forgotten in the middle: more than --max-sessions came up.`)] : []),
      ...(exchange > 0 ? [tell(`${grouped(exchange)} exchanges were forgotten: too many wait for an answer on one connection.`)] : []),
    ];
  }

  #evict(what: 'session' | 'exchange', id: string): void {
    this.#forgotten[what] += 1;
    const watch = this.#sessions.get(id);
    this.#settleLatest();
    if (what === 'exchange') this.#rows.delete(id);
    if (what === 'exchange' || !watch) return;
    this.#sessions.delete(id);
    this.#retire(watch, true);
  }

  #retire(watch: SessionWatch, evicted: boolean): void {
    if (!this.#isWanted(watch)) return this.#collected.dismiss(watch);
    this.#sessionCount += 1;
    this.#collected.session(this.#file, watch, evicted, this.#at);
  }

  #isWanted({ view, selected }: SessionWatch): boolean {
    const { isEmpty, needsRows } = this.#filter;
    return isEmpty || (needsRows ? selected : this.#filter.matches({ session: view, findings: [] }));
  }

  #forgetClosed({ id, closedAt }: Connection): void {
    if (closedAt !== undefined) this.#connections.delete(id);
  }
}
