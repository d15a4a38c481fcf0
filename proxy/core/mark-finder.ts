import { beganAt, isSameMoment, type Mark, type MarkChange, type MarkPlace, placeId } from './mark.ts';
import type { SessionView, TimelineEvent } from './timeline.ts';

/** So many exchanges can be found again, of twelve bytes each. */
const MAX_EXCHANGES = 8_000_000;
const FIRST_ROOM = 4_096;

export interface FinderParts {
  /** `host:port` of the client of a connection, if it is known. */
  readonly clientOf: (connection: string) => string | undefined;
  readonly sessions: () => Iterable<SessionView>;
  readonly maxExchanges?: number;
}

/** What a mark is on here: an exchange by its id, or a session. */
export type FoundPlace = { readonly exchange: string } | { readonly session: string };

/** Remembers when each exchange began, and on which connection, to find again what marks are on. */
export class MarkFinder {
  readonly #parts: FinderParts;
  readonly #max: number;
  /** By the number of the exchange. */
  #began = new Float64Array(0);
  #connections = new Uint32Array(0);
  #last = 0;

  constructor(parts: FinderParts) {
    this.#parts = parts;
    this.#max = parts.maxExchanges ?? MAX_EXCHANGES;
  }

  take(events: readonly TimelineEvent[]): void {
    for (const event of events) {
      if (event.type !== 'exchange') continue;
      const { id, connection } = event.exchange;
      const number = Number(id.slice(1));
      if (number > this.#max) continue;
      if (number >= this.#began.length) this.#grow(number);
      this.#began[number] = beganAt(event.exchange) ?? 0;
      this.#connections[number] = Number(connection.slice(1));
      this.#last = Math.max(this.#last, number);
    }
  }

  /** By the ids of the places; what is not in this traffic is not among them. One pass for all. */
  find(places: readonly MarkPlace[]): ReadonlyMap<string, FoundPlace> {
    const found = new Map<string, FoundPlace>();
    const packets = places.filter(({ on }) => on !== 'session');
    if (packets.length > 0) this.#findPackets(packets, found);
    const sessions = places.filter(({ on }) => on === 'session');
    if (sessions.length > 0) this.#findSessions(sessions, found);
    return found;
  }

  #findPackets(places: readonly MarkPlace[], found: Map<string, FoundPlace>): void {
    const wanted = new Map<number, MarkPlace[]>();
    for (const place of places) for (const moment of momentsAround(place.at)) wanted.set(moment, [...(wanted.get(moment) ?? []), place]);
    for (let number = 1; number <= this.#last; number += 1) {
      const at = this.#began[number] ?? 0;
      for (const place of wanted.get(momentOf(at)) ?? NONE) {
        const id = placeId(place);
        if (!found.has(id) && isSameMoment(at, place.at) && this.#fits(place, number)) found.set(id, { exchange: `x${number}` });
      }
    }
  }

  #fits(place: MarkPlace, number: number): boolean {
    const connection = this.#connections[number];
    if (place.on === 'session' || this.#parts.clientOf(`c${connection}`) !== place.client) return false;
    let nth = 0;
    for (let before = number - 1; before > 0 && nth <= place.nth; before -= 1, nth += 1)
      if (this.#connections[before] !== connection || !isSameMoment(this.#began[before], this.#began[number] ?? 0)) break;
    return nth === place.nth;
  }

  /** The server's id tells also where the beginning of a session is not in this file; without it, when it began. */
  #findSessions(places: readonly MarkPlace[], found: Map<string, FoundPlace>): void {
    const byId = new Map<string, SessionView[]>();
    const byMoment = new Map<number, SessionView[]>();
    for (const session of this.#parts.sessions()) {
      const { sessionId, createdAt } = session;
      if (sessionId !== undefined) byId.set(sessionId, [...(byId.get(sessionId) ?? []), session]);
      byMoment.set(momentOf(createdAt), [...(byMoment.get(momentOf(createdAt)) ?? []), session]);
    }
    for (const place of places) {
      if (place.on !== 'session') continue;
      const near = momentsAround(place.at).flatMap((moment) => byMoment.get(moment) ?? []);
      const session =
        near.find(({ createdAt, client }) => client === place.client && isSameMoment(createdAt, place.at)) ??
        nearest(byId.get(place.sessionId ?? '') ?? [], place.at);
      if (session) found.set(placeId(place), { session: session.id });
    }
  }

  #grow(number: number): void {
    const room = Math.max(FIRST_ROOM, number + 1, this.#began.length * 2);
    const began = new Float64Array(room);
    began.set(this.#began);
    this.#began = began;
    const connections = new Uint32Array(room);
    connections.set(this.#connections);
    this.#connections = connections;
  }
}

const NONE: readonly MarkPlace[] = [];

/** The marks that stand, and what they are on. `sessionOf`: where an exchange is shown; nothing where it is not. */
export function marksOf(
  changes: readonly MarkChange[],
  found: ReadonlyMap<string, FoundPlace>,
  sessionOf: (exchange: string) => string | undefined,
): readonly Mark[] {
  return changes.filter(({ removed }) => !removed).map((change) => markOf(change, found.get(placeId(change.place)), sessionOf));
}

export function markOf(
  { place, at, comment }: MarkChange,
  found: FoundPlace | undefined,
  sessionOf: (exchange: string) => string | undefined,
): Mark {
  const mark = { id: placeId(place), place, at, comment };
  if (!found) return mark;
  if ('session' in found) return { ...mark, session: found.session };
  const session = sessionOf(found.exchange);
  return session === undefined ? mark : { ...mark, exchange: found.exchange, session };
}

/** Microseconds. */
function momentOf(at: number): number {
  return Math.round(at * 1000);
}

function momentsAround(at: number): readonly number[] {
  const moment = momentOf(at);
  return [moment - 2, moment - 1, moment, moment + 1, moment + 2];
}

function nearest(sessions: readonly SessionView[], at: number): SessionView | undefined {
  return sessions.toSorted((a, b) => Math.abs(a.createdAt - at) - Math.abs(b.createdAt - at))[0];
}
