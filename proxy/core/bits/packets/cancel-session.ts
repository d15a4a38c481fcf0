/** Cancel-Session: the client gives up, and the server deletes what it has [BUP §2.2.10]. */
import type { CancelSession, CancelSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

export function decodeCancelSession(fields: RequestFields): CancelSession {
  return { type: 'cancel-session', ...fields };
}

/** Its Ack has nothing of its own [BUP §2.2.11]. */
export function decodeCancelSessionAck(fields: AckFields): CancelSessionAck {
  return { type: 'cancel-session-ack', ...fields };
}
