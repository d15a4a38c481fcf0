import { NO_MEMORY } from '../../proxy/core/bits/session-memory.ts';
import { NO_FACTS } from '../../proxy/core/facts/session-facts.ts';
import type { FeedMessage, TapInfo } from '../../proxy/core/feed.ts';
import type { HttpRequest, HttpResponse } from '../../proxy/core/http/message.ts';
import type { Finding } from '../../proxy/core/rules/rule.ts';
import type { ExchangeView, SessionView, TimelineRow } from '../../proxy/core/timeline.ts';
import type { Clock } from '../../ui/state/clock.ts';

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now = 0;
  #waiting: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { at: this.#now + delayMs, run };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  pass(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }

  #next(until: number) {
    return this.#waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

/** A browser's storage that is empty. */
export const memoryStore = () => ({ getItem: () => null, setItem: () => {} });

export const tap: TapInfo = { version: '0.1.0', listen: '127.0.0.1:8080', target: 'http://files.test', embedded: false };

export function hello(change: Partial<Extract<FeedMessage, { type: 'hello' }>> = {}): FeedMessage {
  return { type: 'hello', seq: 0, run: 'r1', tap, resumed: false, ...change };
}

export function sessionView(id: string, change: Partial<SessionView> = {}): SessionView {
  return {
    id,
    server: 'files.test:80',
    client: '10.0.0.5:50000',
    url: 'http://files.test/in/report.bin',
    path: '/in/report.bin',
    fileName: 'report.bin',
    state: 'RECEIVE_FRAGMENTS',
    seenFromStart: true,
    createdAt: Number(id.slice(1)),
    lastAt: Number(id.slice(1)),
    packets: 1,
    attempts: 1,
    coverage: { sent: [], sentAgain: [], acknowledged: 0n, approximate: false },
    fragments: 0,
    hosts: ['files.test'],
    connections: 1,
    lastConnection: 'c1',
    lastExchange: 'x1',
    interruptions: 0,
    memory: NO_MEMORY,
    findings: { error: 0, warning: 0, note: 0 },
    facts: NO_FACTS,
    ...change,
  };
}

export function request(at: number, change: Partial<HttpRequest> = {}): HttpRequest {
  const head = { method: 'BITS_POST', target: '/in/report.bin', version: '1.1', headers: [], anomalies: [], offset: 0, length: 0 };
  return { head, startedAt: at, headAt: at, endedAt: at, framing: { kind: 'none' }, bodyLength: 0, ...change };
}

export function response(at: number, status = 200): HttpResponse {
  const head = { status, reason: 'OK', version: '1.1', headers: [], anomalies: [], offset: 0, length: 0 };
  return { head, startedAt: at, headAt: at, endedAt: at, framing: { kind: 'none' }, bodyLength: 0 };
}

export function exchange(id: string, change: Partial<ExchangeView> = {}): ExchangeView {
  return { id, connection: 'c1', index: 1, kind: 'bits', interim: [], outcome: 'answered', rewrites: [], ...change };
}

export function row(id: string, change: Partial<ExchangeView> = {}, more: Partial<TimelineRow> = {}): TimelineRow {
  return { exchange: exchange(id, change), findings: [], ...more };
}

export function finding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    ...{ id, rule: 'fragment-gap', severity: 'error', confidence: 'certain', blames: 'client', exchange: 'x1' },
    ...{ at: 0, message: 'A gap.', evidence: {} },
    ...change,
  };
}
