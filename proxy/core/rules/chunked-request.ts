import { CONTENT_LENGTH, TRANSFER_ENCODING } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET, PACKET_NAMES } from '../bits/packet-name.ts';
import { header, headerAll } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `contentLength`: beside the coding, where both are there. */
type Chunked = { packet: RequestPacket['type']; coding: string; contentLength?: string };

export const chunkedRequest = defineRule<RequestPacket['type'], Chunked>({
  id: 'chunked-request',
  on: EVERY_PACKET,
  about: 'request',
  severity: 'error',
  blames: 'client',
  // No sentence names chunking: a length is required in each request, and excludes a transfer coding.
  confidence: 'likely',
  source: '[BUP §2.2.1.1], [R2616 §4.4]',
  title: 'Chunked request',
  why: 'A server needs Content-Length to know what it will get, and a chunked body has none. It answers 411 or 400, or takes the chunk sizes for bytes of the file.',
  fix: 'Send each packet with a fixed length: turn off request streaming in the client, and in a proxy the option that passes bodies on unbuffered (nginx: proxy_request_buffering off).',
  reality:
    'HTTP libraries turn to chunks when they are given a stream instead of a buffer. A length beside a transfer coding is also how requests are smuggled past a proxy.',
  check({ request: { type }, exchange: { request } }) {
    if (!request || (request.framing.kind !== 'chunked' && request.framing.kind !== 'unknown')) return undefined;
    const { headers } = request.head;
    const coding = headerAll(headers, TRANSFER_ENCODING).join(', ');
    if (coding === '') return undefined;
    const length = header(headers, CONTENT_LENGTH);
    return { packet: type, coding: quoted(coding), ...(length !== undefined && { contentLength: quoted(length) }) };
  },
  message({ packet, coding, contentLength }) {
    const beside = contentLength === undefined ? '' : `, beside a Content-Length of ${contentLength}`;
    return `${PACKET_NAMES[packet]} is sent with Transfer-Encoding: ${coding}${beside}.`;
  },
});
