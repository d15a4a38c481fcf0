/** Close-Session: the client has sent all, and has fetched the reply if there is one [BUP §2.2.8]. */
import type { Draft } from '../../http/draft.ts';
import type { CloseSession, CloseSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

export function decodeCloseSession(fields: Draft<RequestFields>): CloseSession {
  return Object.assign(fields, { type: 'close-session' as const });
}

/** Its Ack has nothing of its own [BUP §2.2.9]. */
export function decodeCloseSessionAck(fields: Draft<AckFields>): CloseSessionAck {
  return Object.assign(fields, { type: 'close-session-ack' as const });
}
