import { PACKET_TYPE_SIC } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Mistyped = { header: 'BITS-Packet-Type' | 'BITS-Package-Type'; value: string; kind: 'value' | 'name' };

export const ackPacketTypeInvalid = defineRule<RequestPacket['type'], Mistyped>({
  id: 'ack-packet-type-invalid',
  on: EVERY_PACKET,
  about: 'answer',
  severity: ({ kind }) => (kind === 'value' ? 'error' : 'note'),
  listed: { severity: 'error' },
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.1, §2.2.1.2]',
  title: 'Answer is not marked as Ack',
  why: 'Every answer is an Ack, and says so. Clients discard what calls itself anything else, and send the packet again.',
  fix: 'Answer with BITS-Packet-Type: Ack, whatever packet was asked.',
  reality: 'The specification itself prints BITS-Package-Type in one place. No server is known to send it.',
  check({ ack, exchange }) {
    if (ack.type === 'no-ack' || ack.packetType === 'Ack') return undefined;
    const { packetType } = ack;
    if (packetType !== undefined)
      return isAck(packetType) ? undefined : { header: 'BITS-Packet-Type', value: quoted(packetType), kind: 'value' };
    const misprinted = header(exchange.response?.head.headers ?? [], PACKET_TYPE_SIC);
    if (misprinted === undefined) return undefined;
    return { header: 'BITS-Package-Type', value: quoted(misprinted), kind: isAck(misprinted) ? 'name' : 'value' };
  },
  message({ header: name, value, kind }) {
    if (kind === 'name') return `The answer has ${name}, a misprint of the specification; the header is BITS-Packet-Type.`;
    return `${name} of the answer is ${value === '' ? 'empty' : `"${value}"`}, not Ack.`;
  },
});

function isAck(value: string): boolean {
  return value.trim().toLowerCase() === 'ack';
}
