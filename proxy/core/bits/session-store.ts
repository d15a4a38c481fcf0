import type { Exchange } from '../http/exchange.ts';
import { bareId } from './guid.ts';
import { hostName, reachesHost, sameHost } from './host-id.ts';
import type { RequestPacket } from './packet.ts';
import { normaliseTarget } from './reply.ts';
import { beginSession, isOver, type Session } from './session.ts';

export interface SessionStoreOptions {
  /** Kept sessions; beyond it the one that was quiet longest goes, an ended one first. Default 10,000. */
  readonly maxSessions?: number;
}

export const DEFAULT_MAX_SESSIONS = 10_000;

/** How many of the quietest sessions are looked at for an ended one before the quietest goes. */
const EVICTION_LOOKAHEAD = 64;

/** A session without a packet for so long is quiet, ms. */
export const QUIET_MS = 24 * 60 * 60 * 1000;
const LOOK_EVERY_MS = 60_000;

/** A session and the keys under which it is found; the store's only mutable thing. */
export interface SessionEntry {
  session: Session;
  /** Create-Session requests on their way; a second one at the same time is another upload. */
  creating: number;
  /** Packets of it without an answer, the oldest first. */
  waiting: WaitingPacket[];
  /** A packet of it came since eviction last looked. */
  touched: boolean;
  /** It has changed since it was shown. */
  stale: boolean;
  /** The one that this client began for the same URL before, until it begins another. */
  earlier?: SessionEntry | undefined;
  /** Another session has one of its keys now, or it was evicted: only its key tells what is meant. */
  hidden: boolean;
  readonly keys: Set<string>;
}

/** A packet that waits for its answer, and the connection that it waits on. */
export interface WaitingPacket {
  readonly exchange: string;
  readonly packet: RequestPacket['type'];
  readonly since: number;
  readonly on: {
    readonly view: { readonly id: string };
    readonly flights: readonly { readonly exchange: Exchange }[];
    readonly clientEnded: boolean;
  };
}

/** Where a packet comes from: the far side of the tap, the client's address without its port. */
export interface Origin {
  readonly server: string;
  readonly client: string;
}

/**
 * All sessions in view, keyed by server and session id [BUP §2.2.1.2]: independent of connections and hosts. One that
 * has no id yet is known by its client and URL.
 */
export class SessionStore {
  readonly #maxSessions: number;
  /** By our id, in the order in which eviction looks at them. */
  readonly #entries = new Map<string, SessionEntry>();
  readonly #byKey = new Map<string, SessionEntry>();
  #count = 0;
  #quietLookAt = 0;

  constructor(options: SessionStoreOptions = {}) {
    this.#maxSessions = options.maxSessions ?? DEFAULT_MAX_SESSIONS;
  }

  /** The session that a packet belongs to, begun when there is none. `latest`: that of the packet before on its connection, mostly the same. */
  claim(packet: RequestPacket, origin: Origin, latest?: SessionEntry): SessionEntry {
    const entry = latest && isMeant(latest, packet, origin) ? latest : (this.#find(packet, origin) ?? this.#begin(packet, origin));
    entry.touched = true;
    return entry;
  }

  /** The session whose reply a GET of `target` on this server fetches. */
  replyOf(server: string, host: string | undefined, target: string): SessionEntry | undefined {
    const path = normaliseTarget(target.replace(/^https?:\/\/[^/?#]*/i, '') || '/');
    return (
      this.#byKey.get(replyKey(server, path)) ?? (host === undefined ? undefined : this.#byKey.get(replyKey(host.toLowerCase(), path)))
    );
  }

  /** Takes a session's new state, and finds it from now on under the ids and reply that it got. */
  update(entry: SessionEntry, session: Session): void {
    const { sessionId, hostId, reply } = entry.session;
    entry.session = session;
    if (session.sessionId !== sessionId || session.hostId !== hostId) this.#indexIds(entry);
    if (session.reply !== reply && session.reply?.href !== undefined) this.#indexReply(entry, session.reply.href);
  }

  /** An id that this server gave out and that differs from `sessionId` only in braces or case. */
  similarId(server: string, sessionId: string): string | undefined {
    const known = this.#byKey.get(similarKey(server, sessionId))?.session.sessionId;
    return known === sessionId ? undefined : known;
  }

  /** Another session, not over, that has this id on the same server. */
  sameIdElsewhere({ session: { id, server } }: SessionEntry, sessionId: string | undefined): Session | undefined {
    if (!sessionId) return undefined;
    const other = this.#byKey.get(idKey(server, sessionId))?.session;
    return other && other.id !== id && !isOver(other) ? other : undefined;
  }

  /** Sessions that may still go on. */
  *open(): Iterable<SessionEntry> {
    for (const entry of this.#entries.values()) if (!isOver(entry.session)) yield entry;
  }

  /** Open sessions that had no packet for a day at this time and were not among these before. Looks at most once a minute. */
  *quietAt(at: number): Iterable<SessionEntry> {
    if (at < this.#quietLookAt) return;
    const after = this.#quietLookAt - LOOK_EVERY_MS - QUIET_MS;
    this.#quietLookAt = at + LOOK_EVERY_MS;
    for (const entry of this.open()) {
      const { lastAt } = entry.session;
      if (lastAt > after && lastAt <= at - QUIET_MS) yield entry;
    }
  }

  /** Drops what is beyond the limit and tells the ids of what went. */
  evict(): Session[] {
    const gone: Session[] = [];
    while (this.#entries.size > this.#maxSessions) gone.push(this.#drop(this.#quietest()));
    return gone;
  }

  #find(packet: RequestPacket, { server, client }: Origin): SessionEntry | undefined {
    if (packet.sessionId && packet.type !== 'create-session') return this.#findById(packet, packet.sessionId, server);
    const entry = this.#byKey.get(uploadKey(server, client, packet.path));
    if (packet.type === 'create-session') return entry?.session.sessionId === undefined && entry?.creating === 0 ? entry : undefined;
    const here = entry && !isOver(entry.session) ? entry : undefined;
    return here?.session.sessionId === undefined ? (this.#findByHostId(packet, client) ?? here) : here;
  }

  /** A Ping has no id, and the first one on the host that a server named comes before anything else there. */
  #findByHostId({ host, path }: RequestPacket, client: string): SessionEntry | undefined {
    const name = host === undefined ? undefined : hostName(host);
    const entry = name === undefined ? undefined : this.#byKey.get(farmKey(name, client, path));
    return entry && !isOver(entry.session) ? entry : undefined;
  }

  /** The same session may be met on the host that the server named in `BITS-Host-Id`, or again on its origin. */
  #findById(packet: RequestPacket, sessionId: string, server: string): SessionEntry | undefined {
    const here = this.#byKey.get(idKey(server, sessionId));
    if (here || packet.host === undefined) return here;
    const elsewhere = this.#byKey.get(idKey('', sessionId));
    return elsewhere && namesHost(elsewhere.session, packet.host) ? elsewhere : undefined;
  }

  #begin(packet: RequestPacket, { server, client }: Origin): SessionEntry {
    this.#count += 1;
    const session = beginSession(packet, { id: `s${this.#count}`, server, client });
    const upload = uploadKey(server, client, packet.path);
    const earlier = this.#byKey.get(upload);
    // Only one back: a chain of all sessions would never be let go.
    if (earlier) earlier.earlier = undefined;
    const entry: SessionEntry = { session, creating: 0, waiting: [], touched: true, stale: false, hidden: false, earlier, keys: new Set() };
    this.#entries.set(session.id, entry);
    this.#key(entry, upload);
    this.#indexIds(entry);
    return entry;
  }

  #indexIds(entry: SessionEntry): void {
    const { server, client, path, sessionId, hostId, seenFromStart } = entry.session;
    if (sessionId === undefined) return;
    this.#key(entry, idKey(server, sessionId));
    if (hostId !== undefined) this.#key(entry, idKey('', sessionId));
    const farm = hostId === undefined ? undefined : hostName(hostId);
    if (farm !== undefined) this.#key(entry, farmKey(farm, client, path));
    if (seenFromStart) this.#key(entry, similarKey(server, sessionId));
  }

  #indexReply(entry: SessionEntry, href: string): void {
    const [, authority = '', target = '/'] = /^https?:\/\/([^/]*)(.*)$/.exec(href) ?? [];
    this.#key(entry, replyKey(entry.session.server, target));
    this.#key(entry, replyKey(authority, target));
  }

  #key(entry: SessionEntry, key: string): void {
    const before = this.#byKey.get(key);
    if (before && before !== entry) before.hidden = true;
    entry.keys.add(key);
    this.#byKey.set(key, entry);
  }

  /** Whoever was touched since the last look gets a second chance, unless it is over: this costs the packets nothing. */
  #quietest(): SessionEntry {
    for (;;) {
      const [entry] = this.#entries.values();
      if (!entry) throw new Error('no session to evict');
      if (!entry.touched) return this.#endedNear() ?? entry;
      entry.touched = false;
      this.#entries.delete(entry.session.id);
      this.#entries.set(entry.session.id, entry);
    }
  }

  #endedNear(): SessionEntry | undefined {
    let looked = 0;
    for (const entry of this.#entries.values()) {
      if (!entry.touched && isOver(entry.session)) return entry;
      looked += 1;
      if (looked === EVICTION_LOOKAHEAD) return undefined;
    }
    return undefined;
  }

  #drop(entry: SessionEntry): Session {
    this.#entries.delete(entry.session.id);
    entry.stale = false;
    entry.hidden = true;
    for (const key of entry.keys) if (this.#byKey.get(key) === entry) this.#byKey.delete(key);
    return entry.session;
  }
}

function isMeant({ session, hidden }: SessionEntry, packet: RequestPacket, { server }: Origin): boolean {
  if (hidden || !packet.sessionId || packet.type === 'create-session') return false;
  return session.sessionId === packet.sessionId && session.server === server;
}

function namesHost(session: Session, host: string): boolean {
  const { hostId, hosts } = session;
  return (hostId !== undefined && reachesHost(host, hostId)) || hosts.some((known) => sameHost(known, host));
}

// Keys hold texts from the wire; a line break can't be in any of them.
const idKey = (server: string, sessionId: string) => `id\n${server}\n${sessionId}`;
const similarKey = (server: string, sessionId: string) => `like\n${server}\n${bareId(sessionId)}`;
const uploadKey = (server: string, client: string, path: string) => `upload\n${server}\n${client}\n${path}`;
const farmKey = (host: string, client: string, path: string) => `farm\n${host}\n${client}\n${path}`;
const replyKey = (server: string, target: string) => `reply\n${server}\n${target}`;
