import { CONTEXT_APPLICATION } from '../bits/hresult.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET, PACKET_NAMES } from '../bits/packet-name.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Redirected = { packet: RequestPacket['type']; status: number; location?: string; via?: string };

export const redirectOnBitsPost = defineRule<RequestPacket['type'], Redirected>({
  id: 'redirect-on-bits-post',
  on: EVERY_PACKET,
  answered: ['refused'],
  about: 'answer',
  severity: 'warning',
  blames: ({ via }) => (via === undefined ? 'server' : 'intermediary'),
  listed: { blames: 'server' },
  // No document says what a client does with a redirect of an upload.
  confidence: 'likely',
  source: '[BUP §2.2.1.2]',
  title: 'Upload is redirected',
  why: 'No Ack has a 3xx status. BITS_POST with a body is not safely sent again elsewhere: clients give up, or turn it into a GET and lose the bytes.',
  fix: 'Give the client the final URL. The usual causes are a redirect from http to https, a slash added to a path, and a login page in front of the server.',
  check({ request, ack, exchange }) {
    if (ack.type === 'no-ack' || ack.status < 300 || ack.status >= 400) return undefined;
    // The application behind the server may answer so, and the server passes it on.
    if (ack.error?.context === CONTEXT_APPLICATION) return undefined;
    const location = header(exchange.response?.head.headers ?? [], 'Location');
    return {
      ...{ packet: request.type, status: ack.status },
      ...(location !== undefined && { location: quoted(location) }),
      ...(ack.via !== undefined && { via: quoted(ack.via) }),
    };
  },
  message({ packet, status, location }) {
    return `${PACKET_NAMES[packet]} was answered with ${status}${location === undefined ? '' : `, to ${location}`}.`;
  },
});
