import {
  BITS_POST,
  CONTENT_LENGTH,
  CONTENT_NAME,
  CONTENT_RANGE,
  HOST,
  PACKET_TYPE,
  SESSION_ID,
  SUPPORTED_PROTOCOLS,
  UPLOAD_PROTOCOL,
  USER_AGENT,
} from '../../core/bits/headers.ts';
import type { RequestType } from '../../core/bits/packet.ts';
import { type ContentRange, formatContentRange, rangeLength } from '../../core/bits/range.ts';

/** A packet to send; the body of a Fragment travels beside it. */
export type OutgoingPacket =
  | { readonly type: 'ping' | 'create-session' }
  | { readonly type: 'fragment'; readonly sessionId: string; readonly range: ContentRange; readonly contentName?: string }
  | { readonly type: 'close-session' | 'cancel-session'; readonly sessionId: string };

export interface Sender {
  /** `host[:port]` for `Host`. */
  readonly host: string;
  readonly userAgent: string;
}

export const METHOD = BITS_POST;

/** As Windows spells them [BUP §4.1]. */
const PACKET_TYPES: Readonly<Record<RequestType, string>> = {
  ping: 'Ping',
  'create-session': 'Create-Session',
  fragment: 'Fragment',
  'close-session': 'Close-Session',
  'cancel-session': 'Cancel-Session',
};

/** A packet's header lines, name and value in turn, in the order in which Windows sends them [BUP §4.1]. */
export function packetHeaders(packet: OutgoingPacket, { host, userAgent }: Sender): string[] {
  const length = packet.type === 'fragment' ? rangeLength(packet.range) : 0n;
  return [
    ...['Accept', '*/*'],
    ...[PACKET_TYPE, PACKET_TYPES[packet.type]],
    ...ownHeaders(packet),
    ...[USER_AGENT, userAgent],
    ...[HOST, host],
    ...[CONTENT_LENGTH, String(length)],
    ...['Connection', 'Keep-Alive'],
  ];
}

function ownHeaders(packet: OutgoingPacket): string[] {
  switch (packet.type) {
    case 'ping':
      return [];
    case 'create-session':
      return [SUPPORTED_PROTOCOLS, UPLOAD_PROTOCOL];
    case 'fragment': {
      const name = packet.contentName === undefined ? [] : [CONTENT_NAME, packet.contentName];
      return [SESSION_ID, packet.sessionId, ...name, CONTENT_RANGE, formatContentRange(packet.range)];
    }
    case 'close-session':
    case 'cancel-session':
      return [SESSION_ID, packet.sessionId];
  }
}

/** A file name as `Content-Name`, where it fits: plain ASCII, ≤ 260 characters, nothing that Windows forbids [BUP <3>]. */
export function contentNameOf(fileName: string): string | undefined {
  return /^[\x20-\x7e]{1,260}$/.test(fileName) && !/[\\/:*?"<>|]/.test(fileName) ? fileName : undefined;
}
