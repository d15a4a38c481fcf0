/** Cancel-Session: the client gives up, and the server deletes what it has [BUP §2.2.10]. */
import type { Draft } from '../../http/draft.ts';
import type { CancelSession, CancelSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import { become } from './become.ts';
import type { RequestFields } from './request-fields.ts';

export function decodeCancelSession(fields: Draft<RequestFields>): CancelSession {
  become(fields, 'cancel-session');
  return fields;
}

/** Its Ack has nothing of its own [BUP §2.2.11]. */
export function decodeCancelSessionAck(fields: Draft<AckFields>): CancelSessionAck {
  become(fields, 'cancel-session-ack');
  return fields;
}
