import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET, PACKET_NAMES } from '../bits/packet-name.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `case`: a known type, but in letters that some servers do not take for it. */
type UnknownType = { value: string; kind: 'unknown' | 'ack' | 'case' };

export const packetTypeUnknown = defineRule<RequestPacket['type'], UnknownType>({
  id: 'packet-type-unknown',
  on: EVERY_PACKET,
  about: 'request',
  once: 'session',
  onceFor: ({ kind }) => (kind === 'case' ? kind : undefined),
  severity: ({ kind }) => (kind === 'case' ? 'note' : 'error'),
  listed: { severity: 'error' },
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.1.2]',
  title: 'Unknown packet type',
  why: 'A server knows five packets: Ping, Create-Session, Fragment, Close-Session and Cancel-Session. It answers 400 to anything else, and some compare the letters exactly.',
  fix: 'Correct the value of BITS-Packet-Type; write it as Windows does, for example Create-Session.',
  reality:
    'The server of the Dolphin emulator and other small ones compare case-sensitively with the spelling Create-Session. XenServer takes any mix of case.',
  check({ request: { type, packetType } }) {
    if (packetType === undefined || packetType === PACKET_NAMES[type]) return undefined;
    const value = packetType.trim();
    if (type === 'malformed')
      return value === '' ? undefined : { value: quoted(value), kind: value.toLowerCase() === 'ack' ? 'ack' : 'unknown' };
    const spelled = value === PACKET_NAMES[type] || value === PACKET_NAMES[type].toUpperCase();
    return spelled ? undefined : { value, kind: 'case' };
  },
  message({ value, kind }) {
    if (kind === 'ack') return 'BITS-Packet-Type is Ack: only a server sends that.';
    if (kind === 'unknown') return `BITS-Packet-Type is "${value}", which is no packet of the protocol.`;
    return `BITS-Packet-Type is written "${value}"; some servers want the usual capitals.`;
  },
});
