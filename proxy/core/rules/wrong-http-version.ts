import { VIA } from '../bits/headers.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { type HttpRequest, type HttpResponse, header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type WrongVersion = { side: 'request' | 'answer'; version: string; via?: string };

export const wrongHttpVersion = defineRule<(typeof EVERY_PACKET)[number], WrongVersion>({
  id: 'wrong-http-version',
  on: EVERY_PACKET,
  answered: ['accepted', 'refused', 'challenged', 'unanswered'],
  about: 'request',
  once: 'session',
  onceFor: ({ side }) => side,
  severity: 'error',
  blames({ side, via }) {
    if (via !== undefined) return 'intermediary';
    return side === 'request' ? 'client' : 'server';
  },
  listed: { blames: 'server' },
  confidence: 'certain',
  source: '[BUP §2.2.1]',
  title: 'Not HTTP/1.1',
  why: 'BITS is defined for HTTP/1.1, whose connections stay open. In HTTP/1.0 each packet needs a new connection, and NTLM authentication starts over on each. Windows gives up on such a server with 0x80200012.',
  fix: 'Make both ends and every proxy speak HTTP/1.1. In Python http.server set protocol_version = "HTTP/1.1"; in nginx set proxy_http_version 1.1 for the servers behind it.',
  reality:
    'Small servers answer in HTTP/1.0 because their library does; Python http.server is the usual one. A BITS 7.5 client was seen to refuse it.',
  check({ exchange: { request, response } }) {
    const asked = request?.head.version === '1.1';
    if (asked && (!response || response.head.version === '1.1')) return undefined;
    const found: WrongVersion[] = [];
    if (request && !asked) found.push(spoken('request', request));
    if (response && response.head.version !== '1.1') found.push(spoken('answer', response));
    return found;
  },
  message({ side, version, via }) {
    const through = via === undefined ? '' : ` It came through a proxy (Via: ${via}).`;
    return `The ${side} is HTTP/${version}, not HTTP/1.1.${through}`;
  },
});

function spoken(side: WrongVersion['side'], { head: { version, headers } }: HttpRequest | HttpResponse): WrongVersion {
  const via = header(headers, VIA);
  return { side, version, ...(via !== undefined && { via: quoted(via) }) };
}
