import { PACKET_TYPE_SIC } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import type { Judgement } from './rule.ts';
import { defineRule } from './rule.ts';

type Untyped = { status: number; bits: 'yes' | 'no'; request: 'in order' | 'at fault'; server?: string; via?: string };

export const ackPacketTypeMissing = defineRule<RequestPacket['type'], Untyped>({
  id: 'ack-packet-type-missing',
  on: EVERY_PACKET,
  about: 'answer',
  severity({ status, request }) {
    if (isSuccess(status) || status === 416) return 'error';
    return request === 'in order' ? 'warning' : 'note';
  },
  listed: { severity: 'error', blames: 'server' },
  blames: ({ via }) => (via === undefined ? 'server' : 'intermediary'),
  confidence: ({ status }) => (isSuccess(status) || status === 416 ? 'certain' : 'likely'),
  source: '[BUP §2.2.1, §3.1.5.2.2, §3.2.5.2.1]',
  title: 'Answer without BITS-Packet-Type',
  why: 'An answer without this header is no Ack, and clients discard it. Most often somebody else answered: a static page, a login page, a load balancer.',
  fix: 'Send BITS-Packet-Type: Ack with every answer. If the server does, find out who answered instead: the handler mapping of the virtual directory, a portal, a gateway. The Server and Via headers tell.',
  reality: 'IIS sends it in each Ack. Error pages of web servers and proxies have none.',
  check({ ack, exchange, faults }) {
    if (ack.type === 'no-ack' || ack.packetType !== undefined || isRedirect(ack.status)) return undefined;
    if (header(exchange.response?.head.headers ?? [], PACKET_TYPE_SIC) !== undefined) return undefined;
    const { status, bits, serverAgent, via } = ack;
    return {
      ...{ status, bits: bits ? 'yes' : 'no', request: faults.some(explainsRefusal) ? 'at fault' : 'in order' },
      ...(serverAgent !== undefined && { server: quoted(serverAgent) }),
      ...(via !== undefined && { via: quoted(via) }),
    };
  },
  message({ status, bits, server, via }) {
    const who = [server, via === undefined ? undefined : `via ${via}`].filter((part) => part !== undefined).join(', ');
    const by = who ? ` by ${who}` : '';
    if (bits === 'yes') return `Answered with ${status}${by}, with BITS headers but without BITS-Packet-Type.`;
    return `Answered with ${status}${by}, without any BITS header: whoever answered does not speak BITS.`;
  },
});

/** A redirect has a rule of its own. */
function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function explainsRefusal({ severity, blames }: Judgement): boolean {
  return severity === 'error' && blames === 'client';
}
