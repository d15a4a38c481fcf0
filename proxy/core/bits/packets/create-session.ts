/** Create-Session: begins an upload [BUP §2.2.2]. */
import { type Header, type HeaderIndex, headerAll } from '../../http/message.ts';
import { parseDecimal } from '../decimal.ts';
import { ACCEPT_ENCODING, HOST_ID, HOST_ID_FALLBACK_TIMEOUT, PROTOCOL, SUPPORTED_PROTOCOLS } from '../headers.ts';
import type { CreateSession, CreateSessionAck } from '../packet.ts';
import type { AckFields } from './ack-fields.ts';
import type { RequestFields } from './request-fields.ts';

const KEY = {
  protocol: PROTOCOL.toLowerCase(),
  hostId: HOST_ID.toLowerCase(),
  fallbackTimeout: HOST_ID_FALLBACK_TIMEOUT.toLowerCase(),
  acceptEncoding: ACCEPT_ENCODING.toLowerCase(),
};

export function decodeCreateSession(fields: RequestFields, headers: readonly Header[]): CreateSession {
  // A list may be spread over several lines of its header [RFC 9110 §5.3].
  const protocols = headerAll(headers, SUPPORTED_PROTOCOLS).flatMap((text) => text.split(/[\s,]+/));
  return { type: 'create-session', ...fields, protocols: protocols.filter((protocol) => protocol !== '') };
}

/** Its Ack names the session, the protocol chosen, and perhaps another host to go on with [BUP §2.2.3]. */
export function decodeCreateSessionAck(fields: AckFields, headers: HeaderIndex): CreateSessionAck {
  const protocol = headers.get(KEY.protocol);
  const hostId = headers.get(KEY.hostId);
  const fallbackTimeoutS = parseDecimal(headers.get(KEY.fallbackTimeout) ?? '');
  const acceptEncoding = headers.get(KEY.acceptEncoding);
  return {
    type: 'create-session-ack',
    ...fields,
    ...(protocol !== undefined && { protocol }),
    ...(hostId !== undefined && { hostId }),
    ...(fallbackTimeoutS !== undefined && { fallbackTimeoutS }),
    ...(acceptEncoding !== undefined && { acceptEncoding }),
  };
}
