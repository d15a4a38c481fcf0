import { challengesIn, continuesHandshake, credentialsIn, type Scheme, schemeOf } from '../bits/authentication.ts';
import type { RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS, PACKET_NAMES } from '../bits/packet-name.ts';
import { defineRule } from './rule.ts';

type Loop = { packet: RequestType; status: number; challenges: number; withCredentials: number; scheme: Scheme };

/** A good NTLM handshake has two. */
const ROUNDS = 3;

export const authLoop = defineRule<RequestType, Loop>({
  id: 'auth-loop',
  on: KNOWN_PACKETS,
  answered: ['challenged'],
  about: 'request',
  once: 'session',
  onceFor: ({ packet }) => packet,
  severity: 'error',
  // With NTLM and Kerberos the account may be right, and the connection or the names of the server wrong.
  blames: ({ scheme }) => (scheme === 'NTLM' || scheme === 'Negotiate' ? 'unknown' : 'client'),
  confidence: 'certain',
  listed: { blames: 'client' },
  source: '[BUP §3.1.5.1.7]',
  title: 'Credentials refused again and again',
  why: 'The upload does not get beyond this packet. The client should report the error, and with each round the account comes closer to being locked.',
  fix: 'Check the account and its password. With Negotiate or NTLM also the service principal name (SPN), the clocks of both sides, and whether a proxy splits the connection between client and server.',
  reality: 'Windows sends credentials once and then fails the job with 0x80190191 (401) or 0x80190197 (407).',
  check({ request, exchange, after }) {
    const { challenges } = after.memory;
    if (!challenges || challenges.count < ROUNDS || challenges.withCredentials === 0) return undefined;
    const { status, count, withCredentials } = challenges;
    const sent = credentialsIn(exchange.request?.head.headers ?? [], status);
    if (sent === undefined || challengesIn(exchange.response?.head.headers ?? [], status).some(continuesHandshake)) return undefined;
    return { packet: request.type, status, challenges: count, withCredentials, scheme: schemeOf(sent) };
  },
  message: ({ packet, status, challenges, withCredentials, scheme }) =>
    `${PACKET_NAMES[packet]} got ${status} ${challenges} times in a row, ${withCredentials} of them with credentials (${scheme}).`,
});
