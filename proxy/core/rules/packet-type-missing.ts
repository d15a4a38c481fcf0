import { PACKET_TYPE_SIC } from '../bits/headers.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `instead`: the value under the name that the specification misprints. */
type Untyped = { header: 'missing' | 'empty'; instead?: string };

export const packetTypeMissing = defineRule<'malformed', Untyped>({
  id: 'packet-type-missing',
  on: ['malformed'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.1.2, §3.2.5.2.3]',
  title: 'Request without BITS-Packet-Type',
  why: 'The header says which of the five packets this is. Without it a server can only answer 400, and the upload stops.',
  fix: 'Send BITS-Packet-Type with each request. If the client does, compare both sides of each proxy and firewall: some remove headers that they do not know.',
  reality: 'WebKnight, a filter for IIS, blocks BITS headers unless it is told to let them pass.',
  check({ request: { packetType }, exchange }) {
    if (packetType?.trim()) return undefined;
    const instead = header(exchange.request?.head.headers ?? [], PACKET_TYPE_SIC);
    return { header: packetType === undefined ? 'missing' : 'empty', ...(instead !== undefined && { instead: quoted(instead) }) };
  },
  message({ header: state, instead }) {
    const hint = instead === undefined ? '' : ` There is a BITS-Package-Type (${instead}), a misprint of the specification.`;
    return `The request is BITS by its method, but BITS-Packet-Type is ${state}.${hint}`;
  },
});
