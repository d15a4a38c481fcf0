/** Ping: asks whether the server is there, and lets it ask for credentials before a body is sent [BUP §2.2.4]. */
import type { Draft } from '../../http/draft.ts';
import type { Ping, PingAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import { become } from './become.ts';
import type { RequestFields } from './request-fields.ts';

export function decodePing(fields: Draft<RequestFields>): Ping {
  become(fields, 'ping');
  return fields;
}

/** Its Ack has nothing of its own [BUP §2.2.5]. */
export function decodePingAck(fields: Draft<AckFields>): PingAck {
  become(fields, 'ping-ack');
  return fields;
}
