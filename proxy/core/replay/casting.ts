import { bareId } from '../bits/guid.ts';
import { derivedId } from './derived-id.ts';
import type { Handshake } from './handshake.ts';
import { LiveSession } from './live-session.ts';
import type { Reaction } from './reaction.ts';
import type { ServerScript } from './server-script.ts';
import type { SessionScript } from './session-script.ts';

/** A client's connection to us. */
export interface LiveConnection {
  /** The client's address without its port. */
  readonly client: string;
  readonly handshake: Handshake;
  /** Its session, where a packet names none. */
  session: LiveSession | undefined;
  open: boolean;
}

/** A client on its way to a session. */
interface Opening {
  readonly live: LiveSession;
  connection: LiveConnection;
  readonly path: string;
}

/** On their way at most: the oldest whose client is gone goes first. */
const MAX_OPENINGS = 1_000;

export interface CastingOptions {
  readonly onUse: (reaction: Reaction) => void;
  /** Sessions that are remembered; beyond it the oldest is forgotten. */
  readonly maxSessions: number;
}

/**
 * Which recorded session a client's session is. The same path comes first, then the one that was used least, then the order
 * of the recording: so clients at once and clients that come again each get the next one, and all begin anew behind the last.
 */
export class Casting {
  readonly #script: ServerScript;
  readonly #options: CastingOptions;
  /** Those that a client can begin; without any, those whose beginning was not recorded. */
  readonly #all: readonly SessionScript[];
  readonly #byPath = new Map<string, SessionScript[]>();
  readonly #uses = new Map<SessionScript, number>();
  readonly #openings = new Set<Opening>();
  readonly #byId = new Map<string, LiveSession>();
  /** The first of those that share an id. */
  readonly #recorded = new Map<string, SessionScript>();
  readonly #latest = new Map<string, LiveSession>();

  constructor(script: ServerScript, options: CastingOptions) {
    this.#script = script;
    this.#options = options;
    const beginning = script.sessions.filter(canBegin);
    this.#all = beginning.length > 0 ? beginning : script.sessions;
    for (const session of this.#all) {
      const { path } = session.session;
      const list = this.#byPath.get(path);
      if (list) list.push(session);
      else this.#byPath.set(path, [session]);
    }
    for (const session of script.sessions) {
      const { sessionId } = session.session;
      if (sessionId && !this.#recorded.has(bareId(sessionId))) this.#recorded.set(bareId(sessionId), session);
    }
  }

  /** For a Create-Session. */
  beginning(connection: LiveConnection, path: string): LiveSession | undefined {
    const opening = this.#opening(connection, path);
    if (opening && (opening.live.mayBeCreated || opening.live.script.creates.length === 0)) return opening.live;
    if (opening) this.#close(opening);
    return this.#open(connection, path);
  }

  /** For a packet that names no session, a Ping mostly: the client's own, else that which it is about to begin. */
  unnamed(connection: LiveConnection, path: string): LiveSession | undefined {
    const here = connection.session;
    const own = here && (here.path ?? path) === path ? here : this.#latest.get(`${connection.client} ${path}`);
    if (own && !own.isOver) return own;
    return this.#opening(connection, path)?.live ?? this.#open(connection, path);
  }

  /** The session that a client knows by this id; a recorded one that nobody has begun is joined. */
  named(id: string, connection: LiveConnection): LiveSession | undefined {
    const known = this.#byId.get(bareId(id)) ?? this.#join(id);
    if (known) connection.session = known;
    return known;
  }

  /** The id of a session that was just created, as recorded if it is free. */
  created(live: LiveSession, connection: LiveConnection, recorded: string | undefined): string | undefined {
    const { path = '' } = live;
    for (const opening of this.#openings) if (opening.live === live) this.#openings.delete(opening);
    this.#use(live.script);
    connection.session = live;
    this.#remember(this.#latest, `${connection.client} ${path}`, live);
    if (!recorded) return undefined;
    const isTaken = (id: string) => this.#byId.has(bareId(id)) || (id !== recorded && this.#recorded.has(bareId(id)));
    const id = isTaken(recorded) ? derivedId(recorded, isTaken) : recorded;
    this.#remember(this.#byId, bareId(id), live);
    return id;
  }

  #join(id: string): LiveSession | undefined {
    const script = this.#recorded.get(bareId(id));
    if (!script?.session.sessionId) return undefined;
    const live = this.#live(script, 'joined');
    live.id = script.session.sessionId;
    this.#use(script);
    this.#remember(this.#byId, bareId(id), live);
    return live;
  }

  /** One of a client that lost its connection is taken up on its next. */
  #opening(connection: LiveConnection, path: string): Opening | undefined {
    let left: Opening | undefined;
    for (const opening of this.#openings) {
      if (opening.path !== path) continue;
      if (opening.connection === connection) return opening;
      if (!opening.connection.open && opening.connection.client === connection.client) left ??= opening;
    }
    if (left) left.connection = connection;
    return left;
  }

  #open(connection: LiveConnection, path: string): LiveSession | undefined {
    const script = this.#next(path);
    if (!script) return undefined;
    const opening = { live: this.#live(script, 'new'), connection, path };
    opening.live.path = path;
    this.#openings.add(opening);
    if (this.#openings.size > MAX_OPENINGS) this.#dropOldest();
    return opening.live;
  }

  #close(opening: Opening): void {
    this.#openings.delete(opening);
    this.#use(opening.live.script);
  }

  #dropOldest(): void {
    const all = [...this.#openings];
    const oldest = all.find(({ connection }) => !connection.open) ?? all[0];
    if (oldest) this.#openings.delete(oldest);
  }

  #next(path: string): SessionScript | undefined {
    const candidates = this.#byPath.get(path) ?? this.#all;
    const uses = new Map(this.#uses);
    for (const { live, connection } of this.#openings) if (connection.open) uses.set(live.script, (uses.get(live.script) ?? 0) + 1);
    let least: SessionScript | undefined;
    for (const script of candidates) if (!least || (uses.get(script) ?? 0) < (uses.get(least) ?? 0)) least = script;
    return least;
  }

  #live(script: SessionScript, begins: 'new' | 'joined'): LiveSession {
    return new LiveSession({ script, begins, outOfStep: this.#script.outOfStep, onUse: this.#options.onUse });
  }

  #use(script: SessionScript): void {
    this.#uses.set(script, (this.#uses.get(script) ?? 0) + 1);
  }

  #remember(map: Map<string, LiveSession>, key: string, live: LiveSession): void {
    map.delete(key);
    map.set(key, live);
    if (map.size <= this.#options.maxSessions) return;
    for (const oldest of map.keys()) {
      map.delete(oldest);
      return;
    }
  }
}

/** Whether its recording has what a client gets that begins. */
function canBegin({ creates, challenges }: SessionScript): boolean {
  return creates.length > 0 || [...challenges.keys()].some((key) => key.startsWith('create-session '));
}
