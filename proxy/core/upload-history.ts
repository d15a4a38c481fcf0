import type { Session } from './bits/session.ts';
import type { SessionEntry } from './bits/session-store.ts';
import { dropFirst } from './bounded.ts';
import type { UploadFacts } from './rules/case.ts';

interface Unfinished {
  count: number;
  /** What servers had acknowledged of all but the latest. */
  acknowledgedInVain: bigint;
  latest: SessionEntry;
}

const NOTHING: UploadFacts = { unfinished: 0, acknowledgedInVain: 0n, repliesBefore: 0 };

/**
 * What became of earlier uploads to the same URLs. Bounded: beyond the limit the URL that was met first is forgotten,
 * which only makes a later finding milder.
 */
export class UploadHistory {
  readonly #limit: number;
  /** By server, client and path: sessions that were accepted since one was closed or cancelled. */
  readonly #unfinished = new Map<string, Unfinished>();
  /** By server and path: sessions that got a reply. */
  readonly #replies = new Map<string, number>();

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  /** What happened before this session, which went from `before` to where it stands: only a change of state can ask for it. */
  facts(entry: SessionEntry, before: Session): UploadFacts {
    const { session } = entry;
    if (session.state === before.state) return NOTHING;
    const known = this.#unfinished.get(uploadKey(session));
    const repliesBefore = this.#replies.get(pathKey(session)) ?? 0;
    if (!known) return { ...NOTHING, repliesBefore };
    if (known.latest === entry) return { unfinished: known.count - 1, acknowledgedInVain: known.acknowledgedInVain, repliesBefore };
    return { unfinished: known.count, acknowledgedInVain: inVain(known), repliesBefore };
  }

  /** Takes what an answer made of a session, after it was judged. */
  take(entry: SessionEntry, before: Session): void {
    const { session } = entry;
    if (session.reply && !before.reply) this.#count(session);
    if (session.state === before.state) return;
    if (before.state === 'INIT') this.#accepted(entry);
    else if (session.state === 'COMPLETE' || session.state === 'CANCEL') this.#unfinished.delete(uploadKey(session));
  }

  #accepted(entry: SessionEntry): void {
    const key = uploadKey(entry.session);
    const known = this.#unfinished.get(key);
    if (known) Object.assign(known, { count: known.count + 1, acknowledgedInVain: inVain(known), latest: entry });
    else {
      this.#unfinished.set(key, { count: 1, acknowledgedInVain: 0n, latest: entry });
      dropFirst(this.#unfinished, this.#limit);
    }
  }

  #count(session: Session): void {
    const key = pathKey(session);
    this.#replies.set(key, (this.#replies.get(key) ?? 0) + 1);
    dropFirst(this.#replies, this.#limit);
  }
}

function inVain({ acknowledgedInVain, latest }: Unfinished): bigint {
  return acknowledgedInVain + latest.session.coverage.acknowledged;
}

// Keys hold texts from the wire; a line break can't be in any of them.
const uploadKey = ({ server, client, path }: Session) => `${server}\n${client}\n${path}`;
const pathKey = ({ server, path }: Session) => `${server}\n${path}`;
