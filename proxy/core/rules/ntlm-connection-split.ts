import { challengesIn, credentialsIn, ntlmMessage } from '../bits/authentication.ts';
import { CONNECTION } from '../bits/headers.ts';
import type { RequestPacket, RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS, PACKET_NAMES } from '../bits/packet-name.ts';
import type { Challenges } from '../bits/session-memory.ts';
import type { Exchange } from '../http/exchange.ts';
import { header } from '../http/message.ts';
import type { Case } from './case.ts';
import { defineRule } from './rule.ts';

/**
 * `moved`: the last message came on another connection than the first. `closed`: the answer in the middle closes the
 * connection. `not-kept`: the handshake succeeded, and the answer closes the connection that it was for.
 */
type Split = { packet: RequestType; how: 'moved' | 'closed' | 'not-kept'; connection: string; began?: string };

type KnownRequest = Extract<RequestPacket, { readonly type: RequestType }>;

export const ntlmConnectionSplit = defineRule<RequestType, Split>({
  id: 'ntlm-connection-split',
  on: KNOWN_PACKETS,
  answered: ['challenged', 'accepted'],
  about: 'answer',
  once: 'session',
  onceFor: ({ how }) => how,
  severity: ({ how }) => (how === 'not-kept' ? 'warning' : 'error'),
  blames: 'intermediary',
  confidence: 'likely',
  listed: { severity: 'error' },
  source: '[BUP §2.2.4]',
  title: 'NTLM handshake split over connections',
  why: 'NTLM authenticates the connection. When its three messages do not travel on one, the server refuses them all, and no upload can begin. When it is closed behind them, every packet needs three of its own.',
  fix: 'Pin one connection to the server for each connection of a client: turn off connection pooling and multiplexing towards the server, and keep-alive on, in every proxy and load balancer.',
  reality:
    'Proxies that pool connections break NTLM; bitstap keeps one connection to the server for each of a client. NTLM inside SPNEGO cannot be told from Kerberos and is not judged.',
  check(judged) {
    const { request, exchange, after, before } = judged;
    const { challenges } = after.memory;
    if (!challenges) return before.memory.challenges && notKept(judged, before.memory.challenges);
    const message = ntlmMessage(credentialsIn(exchange.request?.head.headers ?? [], challenges.status) ?? '');
    const told = { packet: request.type, connection: request.connection };
    if (message === 1) return closesInTheMiddle(judged, challenges.status) ? { ...told, how: 'closed' } : undefined;
    const began = before.memory.challenges;
    if (message !== 3 || began?.packet !== request.type || began.connection === request.connection) return undefined;
    return { ...told, how: 'moved', began: began.connection };
  },
  message({ packet, how, connection, began }) {
    const name = PACKET_NAMES[packet];
    if (how === 'not-kept')
      return `${name} was authenticated by an NTLM handshake on ${connection}, and its answer closes the connection: the next packet has to begin anew.`;
    if (how === 'closed')
      return `${name} began an NTLM handshake on ${connection}, and the answer to its first message closes the connection.`;
    return `${name} began an NTLM handshake on ${began} and went on with it on ${connection}: the answer was another challenge.`;
  },
});

/** Behind the last packet of a session there is nothing to keep it for. */
function notKept({ request, exchange }: Case<KnownRequest>, { status }: Challenges): Split | undefined {
  if (request.type === 'close-session' || request.type === 'cancel-session' || !closesConnection(exchange)) return undefined;
  const message = ntlmMessage(credentialsIn(exchange.request?.head.headers ?? [], status) ?? '');
  return message === 3 ? { packet: request.type, how: 'not-kept', connection: request.connection } : undefined;
}

function closesInTheMiddle({ exchange }: Case, status: number): boolean {
  const challenges = challengesIn(exchange.response?.head.headers ?? [], status);
  return closesConnection(exchange) && challenges.some((challenge) => ntlmMessage(challenge) === 2);
}

function closesConnection({ response }: Exchange): boolean {
  return (
    header(response?.head.headers ?? [], CONNECTION)
      ?.toLowerCase()
      .includes('close') ?? false
  );
}
