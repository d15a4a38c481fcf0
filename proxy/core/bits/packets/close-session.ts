/** Close-Session: the client has sent all, and has fetched the reply if there is one [BUP §2.2.8]. */
import type { Draft } from '../../http/draft.ts';
import type { CloseSession, CloseSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import { become } from './become.ts';
import type { RequestFields } from './request-fields.ts';

export function decodeCloseSession(fields: Draft<RequestFields>): CloseSession {
  become(fields, 'close-session');
  return fields;
}

/** Its Ack has nothing of its own [BUP §2.2.9]. */
export function decodeCloseSessionAck(fields: Draft<AckFields>): CloseSessionAck {
  become(fields, 'close-session-ack');
  return fields;
}
