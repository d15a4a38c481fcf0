import { PACKET_NAMES } from '../bits/packet-name.ts';
import { bytes } from './number.ts';
import { defineRule } from './rule.ts';

type Bodied = { packet: 'ping' | 'create-session' | 'close-session' | 'cancel-session'; declared?: number; bodySent: number };

export const requestBodyNotAllowed = defineRule<Bodied['packet'], Bodied>({
  id: 'request-body-not-allowed',
  on: ['ping', 'create-session', 'close-session', 'cancel-session'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.2.1, §2.2.2.3, §2.2.4, §2.2.8, §2.2.10]',
  title: 'Body where none is allowed',
  why: 'Only a Fragment carries bytes. Servers refuse the packet with 400, or take the body for the next request on the connection.',
  fix: 'Send Content-Length: 0 and no body. Usually a library posts null, an empty object or a form.',
  reality: 'XenServer answers 400.',
  check({ request: { type, contentLength }, exchange: { request } }) {
    const bodySent = request?.bodyLength ?? 0;
    if (bodySent === 0 && (contentLength === undefined || contentLength === 0)) return undefined;
    return { packet: type, bodySent, ...(contentLength !== undefined && { declared: contentLength }) };
  },
  message({ packet, declared, bodySent }) {
    const size = declared === undefined || declared < bodySent ? `a body of ${bytes(bodySent)}` : `Content-Length ${declared}`;
    return `${PACKET_NAMES[packet]} has ${size}.`;
  },
});
