import type { Session } from './bits/session.ts';
import type { SessionEntry } from './bits/session-store.ts';
import { dropFirst } from './bounded.ts';
import type { UploadFacts } from './rules/case.ts';

/** What sessions that were given up come to. */
type GivenUp = Pick<UploadFacts, 'unfinished' | 'forgotten' | 'acknowledgedInVain'>;

/** Sessions that were accepted for one client and URL since one of them was closed or cancelled. */
interface Accepted {
  /** The latest, the oldest first, and what those before them came to. */
  readonly latest: SessionEntry[];
  before: GivenUp;
}

/** How many sessions of an upload are watched for going on after all. */
const WATCHED = 3;

const NONE: GivenUp = { unfinished: 0, forgotten: 0, acknowledgedInVain: 0n };
const NOTHING: UploadFacts = { ...NONE, repliesBefore: 0 };

/**
 * What became of earlier uploads to the same URLs. Bounded: beyond the limit the URL that was met first is forgotten,
 * which only makes a later finding milder.
 */
export class UploadHistory {
  readonly #limit: number;
  /** By server, client and path. */
  readonly #accepted = new Map<string, Accepted>();
  /** By server and path: sessions that got a reply. */
  readonly #replies = new Map<string, number>();

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  /** What happened before this session, which went from `before` to where it stands: only a change of state can ask for it. */
  facts(entry: SessionEntry, before: Session): UploadFacts {
    const { session } = entry;
    if (session.state === before.state) return NOTHING;
    const known = this.#accepted.get(uploadKey(session));
    const repliesBefore = this.#replies.get(pathKey(session)) ?? 0;
    return known ? { ...givenUpBefore(entry, known), repliesBefore } : { ...NONE, repliesBefore };
  }

  /** Takes what an answer made of a session, after it was judged. */
  take(entry: SessionEntry, before: Session): void {
    const { session } = entry;
    if (session.reply && !before.reply) this.#count(session);
    if (session.state === before.state) return;
    if (before.state === 'INIT') this.#accept(entry);
    else if (session.state === 'COMPLETE' || session.state === 'CANCEL') this.#accepted.delete(uploadKey(session));
  }

  #accept(entry: SessionEntry): void {
    const key = uploadKey(entry.session);
    const known = this.#accepted.get(key);
    if (!known) {
      this.#accepted.set(key, { latest: [entry], before: NONE });
      return dropFirst(this.#accepted, this.#limit);
    }
    known.latest.push(entry);
    if (known.latest.length <= WATCHED) return;
    const [oldest, next] = known.latest;
    if (oldest && next) known.before = counted(known.before, oldest.session, next.session);
    known.latest.shift();
  }

  #count(session: Session): void {
    const key = pathKey(session);
    this.#replies.set(key, (this.#replies.get(key) ?? 0) + 1);
    dropFirst(this.#replies, this.#limit);
  }
}

function givenUpBefore(entry: SessionEntry, { latest, before }: Accepted): GivenUp {
  let total = before;
  for (const [index, earlier] of latest.entries()) {
    if (earlier === entry) return total;
    total = counted(total, earlier.session, (latest[index + 1] ?? entry).session);
  }
  return total;
}

/** One that went on after its successor began is an upload beside it; one whose whole file was acknowledged was not given up. */
function counted(sum: GivenUp, session: Session, successor: Session): GivenUp {
  if (session.lastAt > successor.createdAt || session.state === 'WAIT_FOR_CLOSE') return sum;
  return {
    unfinished: sum.unfinished + 1,
    forgotten: sum.forgotten + (session.state === 'EXPIRED' ? 1 : 0),
    acknowledgedInVain: sum.acknowledgedInVain + session.coverage.acknowledged,
  };
}

// Keys hold texts from the wire; a line break can't be in any of them.
const uploadKey = ({ server, client, path }: Session) => `${server}\n${client}\n${path}`;
const pathKey = ({ server, path }: Session) => `${server}\n${path}`;
