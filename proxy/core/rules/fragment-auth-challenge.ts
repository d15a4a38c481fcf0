import { challengesIn, isOfConnection } from '../bits/authentication.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { bytes } from './number.ts';
import { defineRule } from './rule.ts';

/** `wasted`: bytes of bodies that were challenged in this session so far. */
type Wasted = { packet: 'fragment' | 'create-session'; status: number; bodySent: number; wasted: number };

/** More than this in a session is worth a warning. */
const MUCH = 1_000_000;

export const fragmentAuthChallenge = defineRule<'fragment' | 'create-session', Wasted>({
  id: 'fragment-auth-challenge',
  on: ['fragment', 'create-session'],
  answered: ['challenged'],
  about: 'request',
  once: 'session',
  onceFor: (evidence) => `${evidence.packet} ${severityOf(evidence)}`,
  severity: severityOf,
  blames: 'client',
  confidence: 'certain',
  listed: { severity: 'warning' },
  source: '[BUP §2.2.4], [DOC create-session]',
  title: 'Asked for credentials without a Ping before',
  why: 'The body of a Fragment that is answered with 401 or 407 was sent for nothing, and is sent again: NTLM needs up to three rounds for each new connection.',
  fix: 'Send a Ping first on every new connection: it has no body. Keep connections open, and look for a proxy that closes them after each answer.',
  reality: 'Windows pings when it resumes and when a BITS-Host-Id sends it elsewhere; its first upload begins with Create-Session.',
  check({ request, ack, exchange, connection, after }) {
    if (ack.type === 'no-ack') return undefined;
    const bodySent = exchange.request?.bodyLength ?? 0;
    const told = { packet: request.type, status: ack.status, bodySent, wasted: after.memory.challengedBytes };
    if (request.type === 'fragment') return bodySent > 0 ? told : undefined;
    if (connection.answered > 0) return undefined;
    const challenges = challengesIn(exchange.response?.head.headers ?? [], ack.status);
    return challenges.some(isOfConnection) ? told : undefined;
  },
  message({ packet, status, bodySent, wasted }) {
    if (packet === 'create-session')
      return `Create-Session was the first packet on its connection and got a ${status}; a Ping would have spared it.`;
    return `${PACKET_NAMES[packet]} got a ${status} after ${bytes(bodySent)} of its body; ${bytes(wasted)} were sent for nothing so far.`;
  },
});

function severityOf({ wasted }: Wasted): 'warning' | 'note' {
  return wasted > MUCH ? 'warning' : 'note';
}
