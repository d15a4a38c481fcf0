import type { RequestPacket, RequestType } from './packet.ts';

/** The packets' names for people, as the documentation and Windows' own traffic spell them. */
export const PACKET_NAMES: Readonly<Record<RequestPacket['type'], string>> = {
  ping: 'Ping',
  'create-session': 'Create-Session',
  fragment: 'Fragment',
  'close-session': 'Close-Session',
  'cancel-session': 'Cancel-Session',
  malformed: 'Unknown packet',
};

/** The five packets of the protocol, and all that a client may send. */
export const KNOWN_PACKETS = [
  'ping',
  'create-session',
  'fragment',
  'close-session',
  'cancel-session',
] as const satisfies readonly RequestType[];
export const EVERY_PACKET = [...KNOWN_PACKETS, 'malformed'] as const satisfies readonly RequestPacket['type'][];
