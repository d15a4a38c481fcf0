import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { BITS_POST } from '../core/bits/headers.ts';
import { ProxyError } from '../errors.ts';
import { listenAt, urlOf } from '../listen-at.ts';
import { printable } from './printable.ts';
import { type Answer, text } from './server/answers.ts';
import { Connections } from './server/connections.ts';
import { answerPacket, type Incoming, type Service } from './server/packets.ts';
import { answerDownload } from './server/reply-download.ts';
import { removeLeftovers, SessionStore } from './server/session-store.ts';

export interface BitsServerOptions {
  /** Where completed uploads appear, below the path of their URL. Nothing in it is served, or overwritten. */
  readonly dir: string;
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** `digest`: the reply to an upload is `{name, size, sha256}` as JSON. Default `none`: plain uploads. */
  readonly reply?: 'none' | 'digest';
  /** The biggest file that is taken, bytes; default no limit but the file system's. */
  readonly maxSize?: bigint;
  /** How long a session may go without an accepted packet; default 14 days, like IIS [BUP §3.2.2.1]. */
  readonly sessionTimeoutMs?: number;
  /** Open sessions; more get 503. Default 1,000. */
  readonly maxSessions?: number;
  /** The longest request head, bytes; default 64 KiB. */
  readonly maxHeadBytes?: number;
  /** A line for each session that begins or ends, and for each refusal. */
  readonly log?: (line: string) => void;
}

export interface BitsServer {
  readonly address: { readonly host: string; readonly port: number };
  /** `http://host:port/`. */
  readonly url: string;
  /** Ends all connections, and all sessions with their partial files. */
  close(): Promise<void>;
}

const SESSION_TIMEOUT_MS = 14 * 24 * 60 * 60 * 1000;
const LONGEST_SWEEP_MS = 60_000;
/** Beyond that, offsets in files would not be exact. */
const MAX_SIZE = BigInt(Number.MAX_SAFE_INTEGER);

/** Starts a correct BITS server [BUP §3.2]. Rejects with ProxyError: `file-unreadable` (dir), `listen-in-use`, `listen-failed`. */
export async function startBitsServer(options: BitsServerOptions): Promise<BitsServer> {
  const { maxHeadBytes = 64 * 1024 } = options;
  const log = (line: string) => options.log?.(printable(line));
  const sessions = await openStore(options, log);
  const connections = new Connections({ maxHeadBytes, answer: (incoming) => answer(incoming, { sessions, log }) }, log);
  const server = createServer({ allowHalfOpen: true, keepAlive: true, noDelay: true }, (socket) => connections.serve(socket));
  const address = await listenAt(server, options.listen);
  const stopSweeping = sweepNowAndThen(sessions, options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS);
  return {
    address,
    url: urlOf(address),
    async close() {
      stopSweeping();
      const closed = new Promise((done) => server.close(done));
      await connections.endAll();
      await sessions.endAll();
      await closed;
    },
  };
}

async function openStore(options: BitsServerOptions, log: (line: string) => void): Promise<SessionStore> {
  const { dir, reply = 'none', maxSize = MAX_SIZE, maxSessions = 1000, sessionTimeoutMs = SESSION_TIMEOUT_MS } = options;
  try {
    const root = await realpath(dir);
    await removeLeftovers(root, sessionTimeoutMs);
    return new SessionStore({ root, reply, maxSessions, sessionTimeoutMs, log, maxSize: maxSize < MAX_SIZE ? maxSize : MAX_SIZE });
  } catch (cause) {
    throw new ProxyError('file-unreadable', `Cannot serve ${dir}: ${cause instanceof Error ? cause.message : cause}.`, { cause });
  }
}

async function answer(incoming: Incoming, service: Service): Promise<Answer> {
  const { head } = incoming;
  if (head.method === BITS_POST) return answerPacket(incoming, service);
  if (head.method === 'GET' || head.method === 'HEAD') return answerDownload(head, service.sessions);
  return text(405, 'This server takes BITS uploads (BITS_POST).', [['Allow', `${BITS_POST}, GET, HEAD`]]);
}

/** Expired sessions go soon after their time, whatever that is. */
function sweepNowAndThen(sessions: SessionStore, sessionTimeoutMs: number): () => void {
  const timer = setInterval(() => void sessions.sweep(), Math.max(10, Math.min(LONGEST_SWEEP_MS, sessionTimeoutMs / 2)));
  timer.unref();
  return () => clearInterval(timer);
}
