import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatGuid } from '../../core/bits/guid.ts';
import { type Destination, TEMPORARY_PREFIX } from './destination.ts';
import { locate } from './folder.ts';
import { PartialFile } from './partial-file.ts';
import { errorCode, Refusal } from './refusal.ts';
import { type SessionOptions, UploadSession } from './session.ts';

export interface StoreOptions extends SessionOptions {
  /** The served directory, as `realpath` gives it. */
  readonly root: string;
  /** How long a session may go without an accepted packet [BUP §3.2.2.1]. */
  readonly sessionTimeoutMs: number;
  readonly maxSessions: number;
  readonly log: (line: string) => void;
}

/** The open sessions of a server: they outlive connections, but not the process. */
export class SessionStore {
  readonly #options: StoreOptions;
  readonly #sessions = new Map<string, UploadSession>();
  readonly #acceptedAt = new Map<UploadSession, number>();

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Create-Session. The folders of the destination are made only when there is a file to put there. */
  async create(destination: Destination): Promise<UploadSession> {
    const { root, maxSessions, log } = this.#options;
    await locate(root, destination, 'leave');
    // Checked and taken without a pause between, so that no two take the last place.
    if (this.#sessions.size >= maxSessions) throw new Refusal('too-many-sessions', `${maxSessions} sessions are open`);
    const guid = randomUUID();
    const file = new PartialFile(join(root, TEMPORARY_PREFIX + guid));
    const session = new UploadSession(formatGuid(guid), destination, file, this.#options);
    this.#sessions.set(session.id, session);
    try {
      await file.create();
    } catch (error) {
      this.#forget(session);
      throw error;
    }
    this.accepted(session);
    log(`session ${session.id} begins: ${destination.join('/')}`);
    return session;
  }

  find(id: string): UploadSession {
    const session = this.#sessions.get(id);
    if (!session || session.over) throw new Refusal('session-not-found', 'the session is not known');
    return session;
  }

  /** A packet of the session was processed: its time begins anew. */
  accepted(session: UploadSession): void {
    this.#acceptedAt.set(session, performance.now());
  }

  /** The reply of a complete upload; nothing when there is none, or no longer. */
  replyOf(id: string): Uint8Array | undefined {
    return this.#sessions.get(id)?.reply;
  }

  async close(session: UploadSession): Promise<void> {
    const { root, log } = this.#options;
    try {
      await session.close(() => locate(root, session.destination, 'make'));
      log(`session ${session.id} complete: ${session.destination.join('/')} published`);
    } finally {
      if (session.over) this.#forget(session);
    }
  }

  async cancel(session: UploadSession): Promise<void> {
    try {
      await session.discard('cancel-session');
      this.#options.log(`session ${session.id} cancelled by the client at byte ${session.nextOffset}`);
    } finally {
      this.#forget(session);
    }
  }

  /** Ends the sessions that were silent for too long, also in the middle of a Fragment; call it now and then. */
  async sweep(): Promise<void> {
    const oldest = performance.now() - this.#options.sessionTimeoutMs;
    for (const [session, at] of this.#acceptedAt) {
      if (at <= oldest) await this.#end(session, 'timed out');
    }
  }

  /** Ends all sessions: nobody could go on with them. */
  async endAll(): Promise<void> {
    for (const session of [...this.#sessions.values()]) await this.#end(session, 'ended with the server');
  }

  async #end(session: UploadSession, how: string): Promise<void> {
    const { log } = this.#options;
    await session.turns.take(giveUpNothing, async () => {
      if (session.over) return;
      try {
        await session.discard('timed-out');
        log(`session ${session.id} ${how} at byte ${session.nextOffset}`);
      } catch (error) {
        log(`session ${session.id} ${how}, but its partial file stays: ${error}`);
      } finally {
        this.#forget(session);
      }
    });
  }

  #forget(session: UploadSession): void {
    this.#sessions.delete(session.id);
    this.#acceptedAt.delete(session);
  }
}

function giveUpNothing(): void {
  // To end a session takes no time to speak of: whoever comes next waits for it.
}

/** Deletes what a server that crashed left behind: partial files that nobody wrote to for `idleMs`. */
export async function removeLeftovers(root: string, idleMs: number): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(TEMPORARY_PREFIX)) continue;
    try {
      const path = join(root, name);
      if (Date.now() - (await stat(path)).mtimeMs > idleMs) await rm(path, { force: true });
    } catch (error) {
      // Another server's file that went away between the two.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
}
