import { type ByteHit, ByteSearch } from '../core/find/byte-search.ts';
import type { FindHit, FindNews, FindPart, FindProgress, FindSummary } from '../core/find/find-news.ts';
import type { Needle } from '../core/find/needle.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import type { ExchangeView } from '../core/timeline.ts';
import { ProxyError } from '../errors.ts';
import { bodyOf } from '../store/bodies.ts';
import type { Pace } from './pace.ts';
import { headerAt, headParts, packetOf, type SearchedMessage, type Side } from './searched-message.ts';

export interface FindOptions {
  readonly needle: Needle;
  readonly heads: boolean;
  readonly bodies: boolean;
  /** Hits that are told; one more ends the search. Default 1000. */
  readonly limit?: number | undefined;
  readonly pace: Pace;
  /** How often something is told at least, ms: whoever gives up meanwhile is noticed then. Default 100. */
  readonly reportMs?: number;
}

export interface Searched {
  /** In the order in which they are looked through; nothing for one that is passed over. */
  readonly exchanges: Iterable<ExchangeView | undefined>;
  /** How many these are. */
  readonly total: number;
  /** Exchanges that would belong to them and of which nothing is kept any more. */
  readonly notKept: number;
  /** Absent where no bodies are recorded. */
  readonly bytes: RecordedBytes | undefined;
}

export const DEFAULT_FIND_LIMIT = 1_000;
const DEFAULT_REPORT_MS = 100;

/**
 * Looks through heads and bodies, a piece at a time, and tells of it as it goes; the last that is told is the `end`. It
 * stops when nobody asks for more.
 */
export async function* findInTraffic(searched: Searched, options: FindOptions): AsyncGenerator<FindNews, void> {
  const search = new TrafficSearch(searched, options);
  const { pace, limit = DEFAULT_FIND_LIMIT, reportMs = DEFAULT_REPORT_MS } = options;
  let hits: FindHit[] = [];
  let told = 0;
  let toldAt = performance.now();
  yield { type: 'progress', ...search.progress };
  for await (const hit of search.steps()) {
    if (hit && told + hits.length === limit) {
      search.limitReached = limit;
      break;
    }
    if (hit) hits.push(hit);
    await pace.rest();
    if (performance.now() - toldAt < reportMs) continue;
    if (hits.length > 0) yield { type: 'hits', hits };
    yield { type: 'progress', ...search.progress };
    told += hits.length;
    hits = [];
    toldAt = performance.now();
  }
  if (hits.length > 0) yield { type: 'hits', hits };
  yield { type: 'end', ...search.summary };
}

/** Between two steps where nothing is found: a fraction of a millisecond. */
const EXCHANGES_AT_ONCE = 20;

class TrafficSearch {
  limitReached: number | undefined;
  readonly #searched: Searched;
  readonly #options: FindOptions;
  readonly #search: ByteSearch;
  #exchanges = 0;
  #bytes = 0;
  #missingBodies = 0;
  #missingBytes = 0;
  #problem: string | undefined;

  constructor(searched: Searched, options: FindOptions) {
    this.#searched = searched;
    this.#options = options;
    this.#search = new ByteSearch(options.needle);
  }

  get progress(): FindProgress {
    return { exchanges: this.#exchanges, total: Math.max(this.#exchanges, this.#searched.total), bytes: this.#bytes };
  }

  get summary(): FindSummary {
    return {
      ...this.progress,
      ...(this.limitReached !== undefined && { limitReached: this.limitReached }),
      ...{ notKept: this.#searched.notKept, missingBodies: this.#missingBodies, missingBytes: this.#missingBytes },
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }

  /** A hit, or nothing after some work without one. */
  async *steps(): AsyncGenerator<FindHit | undefined, void> {
    for (const exchange of this.#searched.exchanges) {
      if (exchange && this.#options.heads) yield* this.#headHits(exchange);
      if (exchange && this.#options.bodies) yield* this.#bodyHits(exchange);
      this.#exchanges += 1;
      if (this.#exchanges % EXCHANGES_AT_ONCE === 0) yield undefined;
    }
  }

  *#headHits(exchange: ExchangeView): Generator<FindHit, void> {
    for (const one of headParts(exchange)) {
      const bytes = Buffer.from(one.text, 'latin1');
      this.#bytes += bytes.length;
      this.#search.begin();
      for (const hit of this.#search.feed(bytes)) yield hitIn(exchange, one.of, one.part, hit, headerAt(one, hit.at));
      for (const hit of this.#search.end()) yield hitIn(exchange, one.of, one.part, hit, headerAt(one, hit.at));
    }
  }

  async *#bodyHits(exchange: ExchangeView): AsyncGenerator<FindHit | undefined, void> {
    for (const side of ['request', 'response'] as const) {
      const message = exchange[side];
      if (!message || message.bodyLength === 0) continue;
      const before = this.#bytes;
      try {
        yield* this.#hitsInBody(exchange, side, message);
      } catch (error) {
        // What was recorded may be gone by now; the rest is looked through all the same.
        if (!(error instanceof ProxyError)) throw error;
        this.#problem ??= error.message;
      }
      const missing = Math.max(0, message.bodyLength - (this.#bytes - before));
      this.#missingBytes += missing;
      if (missing > 0) this.#missingBodies += 1;
    }
  }

  async *#hitsInBody(exchange: ExchangeView, side: Side, message: SearchedMessage): AsyncGenerator<FindHit | undefined, void> {
    const { bytes: recorded } = this.#searched;
    if (!recorded) return;
    const found = (hit: ByteHit) => hitIn(exchange, side, 'body', hit, undefined);
    this.#search.begin();
    for await (const { bytes, missing } of bodyOf(recorded, exchange.connection, side === 'request' ? 'client' : 'server', message)) {
      const hits = bytes ? this.#search.feed(bytes) : this.#search.miss(missing);
      for (const hit of hits) yield found(hit);
      this.#bytes += bytes?.length ?? 0;
      yield undefined;
    }
    yield* this.#search.end().map(found);
  }
}

function hitIn(exchange: ExchangeView, of: Side, part: FindPart, hit: ByteHit, header: string | undefined): FindHit {
  const { id, session, request, response } = exchange;
  return {
    ...hit,
    ...{ exchange: id, of, part, packet: packetOf(exchange), startedAt: request?.startedAt ?? response?.startedAt ?? 0 },
    ...(session !== undefined && { session }),
    ...(header !== undefined && { header }),
  };
}
