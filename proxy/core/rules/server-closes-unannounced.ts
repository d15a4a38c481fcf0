import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET, PACKET_NAMES } from '../bits/packet-name.ts';
import type { Case } from './case.ts';
import { defineRule } from './rule.ts';

/** `died`: this request came on a connection that the server was done with. `reopened`: packets need a new connection again and again. */
type Unannounced = {
  packet: RequestPacket['type'];
  kind: 'died' | 'reopened';
  /** Requests that were answered on this connection before. */
  answered: number;
  /** Earlier connections of the session that the server closed right behind an answer. */
  closes: number;
  fin: 'before the request' | 'after the request';
};

/** A request that dies so soon met a server that had closed already, ms. */
const AT_ONCE_MS = 1_000;
/** With NTLM, each packet on a new connection takes three rounds. */
const PACKETS_PER_CONNECTION = 3;

export const serverClosesUnannounced = defineRule<RequestPacket['type'], Unannounced>({
  id: 'server-closes-unannounced',
  on: EVERY_PACKET,
  answered: ['accepted', 'refused', 'challenged', 'unanswered'],
  about: 'answer',
  once: 'session',
  onceFor: ({ kind }) => (kind === 'died' ? undefined : kind),
  severity: 'warning',
  blames: 'server',
  confidence: ({ kind, fin }) => (kind === 'died' && fin === 'before the request' ? 'certain' : 'likely'),
  listed: { confidence: 'likely' },
  source: '[R2616 §8.1.2.1], [BUP §2.2.4]',
  title: 'Server closes connections without saying so',
  why: 'A client that was not told sends its next packet into a closed connection. One that does not try again loses the upload, and NTLM has to start over on each new connection.',
  fix: 'Keep the connection open after an answer, or announce its end with Connection: close. Look for a keep-alive limit of the server, and for proxies with a shorter time-out.',
  reality: 'Seen in a real server, which closes behind each answer in HTTP/1.1. Windows tries again on a new connection.',
  check(judged) {
    const { request, ack, connection, before } = judged;
    const closes = before.memory.unannouncedCloses;
    if (closes === 0 && !connection.serverEnded) return undefined;
    const kind = ack.type === 'no-ack' ? died(judged) : reopened(judged);
    if (!kind) return undefined;
    const fin = connection.serverEnded ? 'before the request' : 'after the request';
    return { packet: request.type, kind, answered: connection.answered, closes, fin };
  },
  message({ packet, kind, closes }) {
    if (kind === 'reopened')
      return `${PACKET_NAMES[packet]} needed a new connection: the server closed ${closes} before it right behind an answer, without Connection: close.`;
    return `${PACKET_NAMES[packet]} was sent on a connection that the server closed without having announced it with Connection: close.`;
  },
});

function died({ connection, exchange, ack, before }: Case): 'died' | undefined {
  const { answered, closeAnnounced, serverEnded } = connection;
  if (answered === 0 || closeAnnounced || exchange.response || !exchange.cutOff || exchange.cutOff.by === 'proxy') return undefined;
  if (serverEnded) return 'died';
  const atOnce = exchange.cutOff.by === 'server' && ack.at - (exchange.request?.startedAt ?? 0) < AT_ONCE_MS;
  return atOnce && before.memory.unannouncedCloses > 0 ? 'died' : undefined;
}

function reopened({ connection, before }: Case): 'reopened' | undefined {
  const closes = before.memory.unannouncedCloses;
  return connection.answered === 0 && closes > 1 && closes * PACKETS_PER_CONNECTION >= before.packets ? 'reopened' : undefined;
}
