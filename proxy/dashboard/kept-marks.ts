import { type FeedMessage, OTHER_TRAFFIC } from '../core/feed.ts';
import {
  type Mark,
  type MarkChange,
  type MarkKeeping,
  type MarkPlace,
  type MarkTarget,
  placeId,
  placeOfPacket,
  placeOfSession,
} from '../core/mark.ts';
import { MarkBook } from '../core/mark-book.ts';
import { type FoundPlace, MarkFinder, markOf, marksOf } from '../core/mark-finder.ts';
import type { TimelineEvent } from '../core/timeline.ts';
import type { KeptTimeline } from './kept/kept-timeline.ts';

/** Where marks go that are made here. */
export interface MarkKeeper {
  readonly keeping: MarkKeeping;
  /** `connection`: on which it was said. Never rejects: `keeping` tells. */
  keep(change: MarkChange, connection: string | undefined): void | Promise<void>;
}

export interface KeptMarksParts {
  readonly kept: KeptTimeline;
  readonly maxMarks: number;
  readonly keeper?: MarkKeeper | undefined;
  readonly tell: (message: MarksMessage) => void;
}

type MarksMessage = Extract<FeedMessage, { readonly type: 'marks' }>;

/** A removal is remembered too. */
const PLACES_PER_MARK = 10;
const IN_MEMORY: MarkKeeping = {
  kind: 'memory',
  problem: 'Nothing is recorded here, so that marks are gone when bitstap ends.',
};

/** All marks on what is shown, and what they are on: the same for every page. */
export class KeptMarks {
  readonly #parts: KeptMarksParts;
  readonly #book: MarkBook;
  readonly #finder: MarkFinder;
  /** By the ids of the places. */
  readonly #found = new Map<string, FoundPlace>();
  /** The place of each thing that was ever marked, by its id here. */
  readonly #places = new Map<string, MarkPlace>();

  constructor(parts: KeptMarksParts) {
    const { kept, maxMarks } = parts;
    this.#parts = parts;
    this.#book = new MarkBook(maxMarks * PLACES_PER_MARK);
    this.#finder = new MarkFinder({
      clientOf: (connection) => kept.connections.get(connection)?.connection.client,
      sessions: () => kept.sessions.all(),
    });
  }

  get all(): readonly Mark[] {
    return marksOf(this.#book.changes, this.#found, this.#sessionOf);
  }

  get message(): MarksMessage {
    return { type: 'marks', isFirst: true, changed: this.all, removed: [], keeping: this.keeping };
  }

  get keeping(): MarkKeeping {
    return this.#parts.keeper?.keeping ?? IN_MEMORY;
  }

  /** Recorded traffic, from which marks are to be found again. */
  learn(events: readonly TimelineEvent[]): void {
    this.#finder.take(events);
  }

  /** Marks of a file, which are told when it is known what they are on. Gives how many there is no room for. */
  take(changes: readonly MarkChange[]): number {
    let left = 0;
    for (const change of changes) if (this.#book.take(change) === 'full') left += 1;
    return left;
  }

  /** Looks what those are on that are on nothing yet, and tells all. */
  find(): void {
    const open = this.#book.changes.filter(({ place }) => !this.#found.has(placeId(place)));
    for (const [id, found] of this.#finder.find(open.map(({ place }) => place))) {
      const place = this.#book.of(id)?.place;
      this.#found.set(id, found);
      if (place) this.#places.set(keyOf(place.on, found), place);
    }
    if (this.#book.size > 0) this.#parts.tell(this.message);
  }

  /** Sets, changes or removes the mark of something, for all pages. Gives why that can't be, a sentence. */
  async change(target: MarkTarget, wanted: { readonly comment: string } | 'removed'): Promise<string | undefined> {
    const place = this.#placeOf(target);
    if (typeof place === 'string') return place;
    const id = placeId(place);
    const known = this.#book.of(id);
    const removed = wanted === 'removed';
    if (!removed && (known?.removed ?? true) && this.#book.standing >= this.#parts.maxMarks)
      return `There are ${this.#parts.maxMarks} marks already: remove some.`;
    // The latest counts, also where a clock was wrong that made the one before.
    const at = Math.max(Date.now(), (known?.at ?? 0) + 1);
    const change: MarkChange = { place, at, comment: removed ? '' : wanted.comment, removed };
    if (this.#book.take(change) === 'full') return 'So many places were marked already that no other can be.';
    await this.#keep(change, target);
    this.#tell(id, change);
    return undefined;
  }

  /** A page is told after it was kept, so that it knows whether it was. */
  async #keep(change: MarkChange, target: MarkTarget): Promise<void> {
    const { kept, keeper } = this.#parts;
    const connection = 'side' in target ? kept.exchange(target.exchange)?.connection : kept.sessions.get(target.session)?.lastConnection;
    await keeper?.keep(change, connection);
  }

  #tell(id: string, change: MarkChange): void {
    // Another may have come while this one was written.
    const latest = this.#book.of(id) ?? change;
    const changed = latest.removed ? [] : [markOf(latest, this.#found.get(id), this.#sessionOf)];
    this.#parts.tell({ type: 'marks', isFirst: false, changed, removed: latest.removed ? [id] : [], keeping: this.keeping });
  }

  /** Where an exchange is shown. */
  readonly #sessionOf = (exchange: string): string => this.#parts.kept.exchange(exchange)?.session ?? OTHER_TRAFFIC;

  /** What was marked before keeps its place, whatever else is known of it by now. */
  #placeOf(target: MarkTarget): MarkPlace | string {
    const found: FoundPlace = 'side' in target ? { exchange: target.exchange } : { session: target.session };
    const key = keyOf('side' in target ? target.side : 'session', found);
    const place = this.#places.get(key) ?? this.#newPlace(target);
    if (typeof place === 'string') return place;
    this.#places.set(key, place);
    this.#found.set(placeId(place), found);
    return place;
  }

  #newPlace(target: MarkTarget): MarkPlace | string {
    const { kept } = this.#parts;
    if (!('side' in target)) {
      const session = kept.sessions.get(target.session);
      return session ? placeOfSession(session) : `There is no session ${target.session}, or it is no longer kept.`;
    }
    const exchange = kept.exchange(target.exchange);
    if (!exchange) return `There is no exchange ${target.exchange}, or it is no longer kept.`;
    const client = kept.connections.get(exchange.connection)?.connection.client ?? '';
    const name = kept.sessions.get(exchange.session ?? '')?.fileName ?? exchange.request?.head.target ?? '';
    const place = placeOfPacket(exchange, target.side, { client, name, before: (id) => kept.exchange(id) });
    return place ?? 'These bytes are no message that could be marked.';
  }
}

function keyOf(on: MarkPlace['on'], found: FoundPlace): string {
  return `${on} ${'exchange' in found ? found.exchange : found.session}`;
}
