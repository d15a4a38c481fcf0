import type { PacketType } from '../../proxy/core/bits/packet.ts';
import { PACKET_NAMES as REQUEST_NAMES } from '../../proxy/core/bits/packet-name.ts';
import type { Blame, Severity } from '../../proxy/core/rules/rule.ts';
import type { Standing } from '../../proxy/core/timeline.ts';
import type { IconName } from '../parts/Icon.svelte';

/** What a meaning looks like: always a shape beside a word, the colour only helps. */
export interface Look {
  readonly icon: IconName;
  readonly tone: 'good' | 'active' | 'quiet' | 'error' | 'warning' | 'note';
}

export const STANDING_LOOK: Readonly<Record<Standing, Look>> = {
  starting: { icon: 'circle-dashed', tone: 'quiet' },
  uploading: { icon: 'circle-arrow-up', tone: 'active' },
  'waiting for close': { icon: 'hourglass', tone: 'active' },
  complete: { icon: 'circle-check', tone: 'good' },
  cancelled: { icon: 'ban', tone: 'quiet' },
  lost: { icon: 'circle-x', tone: 'error' },
  refused: { icon: 'shield-x', tone: 'error' },
  'unknown to server': { icon: 'circle-question', tone: 'warning' },
};

export const SEVERITY_LOOK: Readonly<Record<Severity, Look>> = {
  error: { icon: 'octagon-x', tone: 'error' },
  warning: { icon: 'triangle-alert', tone: 'warning' },
  note: { icon: 'info', tone: 'note' },
};

export const BLAME_WORDS: Readonly<Record<Blame, string>> = {
  client: 'The client is at fault',
  server: 'The server is at fault',
  intermediary: 'Something between client and server is at fault',
  unknown: 'Whose fault it is cannot be seen',
};

/** Packet types as [BUP §2.2] writes them. */
export const PACKET_NAMES: Readonly<Record<PacketType, string>> = {
  ...REQUEST_NAMES,
  'ping-ack': 'Ack',
  'create-session-ack': 'Ack',
  'fragment-ack': 'Ack',
  'close-session-ack': 'Ack',
  'cancel-session-ack': 'Ack',
  'malformed-ack': 'Ack',
  'no-ack': 'No Ack',
};
