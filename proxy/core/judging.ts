import { ORIGINAL_REQUEST_URL } from './bits/headers.ts';
import { requestFile } from './bits/notification.ts';
import type { Session } from './bits/session.ts';
import { isOver } from './bits/session.ts';
import type { SessionEntry } from './bits/session-store.ts';
import { dropFirst } from './bounded.ts';
import type { Exchange } from './http/exchange.ts';
import { header } from './http/message.ts';
import { PastSessions } from './past-sessions.ts';
import type { Case, SessionCase } from './rules/case.ts';
import { ruleById } from './rules/index.ts';
import { judge, type RuleSettings } from './rules/judge.ts';
import type { Finding, Judgement, Severity } from './rules/rule.ts';
import { SessionFindings } from './session-findings.ts';
import { UploadHistory } from './upload-history.ts';

const MAX_NOTIFICATIONS = 10_000;

/** Asks the rules, numbers what they find, and keeps what they need to know of the past. */
export class Judging {
  readonly #emit: (finding: Finding) => void;
  readonly #settings: RuleSettings;
  readonly #findings = new WeakMap<SessionEntry, SessionFindings>();
  readonly #uploads = new UploadHistory();
  readonly #past = new PastSessions();
  /** How often each upload was told to an application. */
  readonly #notified = new Map<string, number>();
  /** Sessions in which a rule that speaks once would have spoken again. */
  readonly #grown = new Set<SessionFindings>();
  #count = 0;

  constructor(emit: (finding: Finding) => void, settings: RuleSettings = {}) {
    this.#emit = emit;
    this.#settings = settings;
  }

  /** Findings so far. */
  get total(): number {
    return this.#count;
  }

  countsOf(entry: SessionEntry): Readonly<Record<Severity, number>> {
    return this.#of(entry).counts;
  }

  /** An exchange of a session is over: `judged` without what is known here. */
  exchange(entry: SessionEntry, judged: Omit<Case, 'upload' | 'faults'>, at: number): void {
    const upload = this.#uploads.facts(entry, judged.before);
    const { exchange } = judged;
    for (const said of judge(this.#caseOf(judged, upload), this.#settings)) this.#say(entry, said, exchange.id, at);
    this.#uploads.take(entry, judged.before);
    if (!isOver(judged.before) && isOver(entry.session)) this.session(entry, 'over', at);
  }

  #caseOf(
    { exchange, request, ack, before, after, server, connection, overlap }: Omit<Case, 'upload' | 'faults'>,
    upload: Case['upload'],
  ): Case {
    const judged = { exchange, request, ack, before, after, server, connection, upload, faults: NONE };
    return overlap ? { ...judged, overlap } : judged;
  }

  /** A session is over, was quiet for long, or will never go on. */
  session(entry: SessionEntry, moment: SessionCase['moment'], at: number): void {
    const { session } = entry;
    const earlier = this.#past.of(session);
    const judged: SessionCase = { session, at, moment, silenceMs: Math.max(0, at - session.lastAt), earlier };
    for (const said of judge(judged, this.#settings)) this.#say(entry, said, session.lastExchange, at);
    if (moment === 'over') this.#past.add(session);
  }

  /** A server told the application behind it of an upload. */
  notification(exchange: Exchange, at: number): void {
    const request = exchange.request?.head;
    if (!request) return;
    const key = `${header(request.headers, ORIGINAL_REQUEST_URL) ?? ''}\n${requestFile(request.headers) ?? ''}`;
    const repeats = this.#notified.get(key) ?? 0;
    this.#notified.set(key, repeats + 1);
    dropFirst(this.#notified, MAX_NOTIFICATIONS);
    for (const said of judge({ exchange, request, repeats }, this.#settings)) this.#tell(said, exchange.id, at, {});
  }

  /** Tells how often the rules that speak once would have spoken by now. */
  tick(): void {
    for (const findings of this.#grown) for (const finding of findings.grown()) this.#emit(finding);
    this.#grown.clear();
  }

  #say(entry: SessionEntry, said: Judgement, exchange: string, at: number): void {
    const findings = this.#of(entry);
    const rule = ruleById(said.rule);
    if (!rule) return;
    if (findings.isRepeat(rule, said)) this.#grown.add(findings);
    else findings.add(rule, this.#tell(said, exchange, at, { session: entry.session.id }));
  }

  #tell(said: Judgement, exchange: string, at: number, of: { readonly session?: Session['id'] }): Finding {
    this.#count += 1;
    const finding = { ...said, id: `f${this.#count}`, ...of, exchange, at };
    this.#emit(finding);
    return finding;
  }

  #of(entry: SessionEntry): SessionFindings {
    const known = this.#findings.get(entry);
    if (known) return known;
    const findings = new SessionFindings();
    this.#findings.set(entry, findings);
    return findings;
  }
}

const NONE: readonly Judgement[] = [];
