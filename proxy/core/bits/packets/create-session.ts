/** Create-Session: begins an upload [BUP §2.2.2]. */
import { type Header, header, headerAll } from '../../http/message.ts';
import { parseDecimal } from '../decimal.ts';
import { ACCEPT_ENCODING, DATE, HOST_ID, HOST_ID_FALLBACK_TIMEOUT, PRAGMA, PROTOCOL, SUPPORTED_PROTOCOLS } from '../headers.ts';
import type { CreateSession, CreateSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

export function decodeCreateSession(fields: RequestFields, headers: readonly Header[]): CreateSession {
  // A list may be spread over several lines of its header [RFC 9110 §5.3].
  const protocols = headerAll(headers, SUPPORTED_PROTOCOLS).flatMap((text) => text.split(/[\s,]+/));
  return { ...fields, type: 'create-session', protocols: protocols.filter((protocol) => protocol !== '') };
}

/** Its Ack names the session, the protocol chosen, and perhaps another host to go on with [BUP §2.2.3]. */
export function decodeCreateSessionAck(fields: AckFields, headers: readonly Header[]): CreateSessionAck {
  const protocol = header(headers, PROTOCOL);
  const hostId = header(headers, HOST_ID);
  const fallbackTimeoutS = parseDecimal(header(headers, HOST_ID_FALLBACK_TIMEOUT) ?? '');
  const acceptEncoding = header(headers, ACCEPT_ENCODING);
  const date = header(headers, DATE);
  const pragma = header(headers, PRAGMA);
  return {
    ...fields,
    type: 'create-session-ack',
    ...(protocol !== undefined && { protocol }),
    ...(hostId !== undefined && { hostId }),
    ...(fallbackTimeoutS !== undefined && { fallbackTimeoutS }),
    ...(acceptEncoding !== undefined && { acceptEncoding }),
    ...(date !== undefined && { date }),
    ...(pragma !== undefined && { pragma }),
  };
}
