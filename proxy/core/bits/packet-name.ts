import type { RequestPacket } from './packet.ts';

/** The packets' names for people, as the documentation and Windows' own traffic spell them. */
export const PACKET_NAMES: Readonly<Record<RequestPacket['type'], string>> = {
  ping: 'Ping',
  'create-session': 'Create-Session',
  fragment: 'Fragment',
  'close-session': 'Close-Session',
  'cancel-session': 'Cancel-Session',
  malformed: 'Unknown packet',
};
