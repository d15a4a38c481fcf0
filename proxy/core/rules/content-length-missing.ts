import { CONTENT_LENGTH, TRANSFER_ENCODING } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET, PACKET_NAMES } from '../bits/packet-name.ts';
import { header, headerAll } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `value`: where there is one that is no length. */
type Unmeasured = { packet: RequestPacket['type']; value?: string };

export const contentLengthMissing = defineRule<RequestPacket['type'], Unmeasured>({
  id: 'content-length-missing',
  on: EVERY_PACKET,
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.1.1, §3.2.5.2.3]',
  title: 'Request without Content-Length',
  why: 'A server refuses a packet without a length: with 411 by the specification, with 400 if it is Windows. That holds for empty packets too.',
  fix: 'Set Content-Length in each request, and Content-Length: 0 in Ping, Create-Session, Close-Session and Cancel-Session.',
  reality:
    'Many HTTP libraries leave it out when there is no body. The fetch of Node does so for BITS_POST; its http.request sends Content-Length: 0.',
  check({ request: { type, contentLength }, exchange: { request } }) {
    if (contentLength !== undefined || !request) return undefined;
    const { headers } = request.head;
    if (request.framing.kind === 'chunked' || header(headers, TRANSFER_ENCODING) !== undefined) return undefined;
    const values = headerAll(headers, CONTENT_LENGTH);
    // Several values that differ are another fault.
    if (new Set(values).size > 1) return undefined;
    const [value] = values;
    return { packet: type, ...(value !== undefined && { value: quoted(value) }) };
  },
  message({ packet, value }) {
    if (value !== undefined)
      return `Content-Length of ${PACKET_NAMES[packet]} is ${value === '' ? 'empty' : `"${value}", which is no length`}.`;
    return `${PACKET_NAMES[packet]} has no Content-Length.`;
  },
});
