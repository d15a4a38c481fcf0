import type { Session } from './bits/session.ts';
import { dropFirst } from './bounded.ts';
import type { PastSession } from './rules/case.ts';
import { pastSession } from './rules/past-session.ts';

/** Of one client and server. */
const REMEMBERED = 20;
const MAX_PAIRS = 1_000;

const NONE: readonly PastSession[] = [];

/** The last sessions that are over, by client and server. Bounded; what is forgotten only makes a later finding milder. */
export class PastSessions {
  readonly #pairs = new Map<string, readonly PastSession[]>();

  of(session: Session): readonly PastSession[] {
    return this.#pairs.get(pairKey(session)) ?? NONE;
  }

  add(session: Session): void {
    const key = pairKey(session);
    const known = this.#pairs.get(key) ?? NONE;
    this.#pairs.delete(key);
    this.#pairs.set(key, [...known.slice(1 - REMEMBERED), pastSession(session)]);
    dropFirst(this.#pairs, MAX_PAIRS);
  }
}

const pairKey = ({ server, client }: Session) => `${server}\n${client}`;
