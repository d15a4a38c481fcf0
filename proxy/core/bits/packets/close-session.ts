/** Close-Session: the client has sent all, and has fetched the reply if there is one [BUP §2.2.8]. */
import type { CloseSession, CloseSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

export function decodeCloseSession(fields: RequestFields): CloseSession {
  return { type: 'close-session', ...fields };
}

/** Its Ack has nothing of its own [BUP §2.2.9]. */
export function decodeCloseSessionAck(fields: AckFields): CloseSessionAck {
  return { type: 'close-session-ack', ...fields };
}
