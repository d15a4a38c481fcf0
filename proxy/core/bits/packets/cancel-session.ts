/** Cancel-Session: the client gives up, and the server deletes what it has [BUP §2.2.10]. */
import type { Draft } from '../../http/draft.ts';
import type { CancelSession, CancelSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

export function decodeCancelSession(fields: Draft<RequestFields>): CancelSession {
  return Object.assign(fields, { type: 'cancel-session' as const });
}

/** Its Ack has nothing of its own [BUP §2.2.11]. */
export function decodeCancelSessionAck(fields: Draft<AckFields>): CancelSessionAck {
  return Object.assign(fields, { type: 'cancel-session-ack' as const });
}
