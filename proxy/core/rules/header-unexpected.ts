import type { AckType } from '../bits/header-matrix.ts';
import * as name from '../bits/headers.ts';
import type { RequestType } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { UnwantedHeaders } from '../bits/unwanted-headers.ts';
import type { Header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

const ACKS: readonly AckType[] = ['ping-ack', 'create-session-ack', 'fragment-ack', 'close-session-ack', 'cancel-session-ack'];

/** All dashes of the matrix but those of which another rule tells more. */
const UNWANTED = new UnwantedHeaders({
  [name.SESSION_ID]: ['create-session'], // session-id-format
  [name.PROTOCOL]: ['create-session-ack'], // ack-headers-contradict-status
  [name.HOST_ID_FALLBACK_TIMEOUT]: ['create-session-ack'], // fallback-timeout-invalid
  [name.REPLY_URL]: ACKS, // reply-url-unexpected
  [name.ERROR]: ACKS, // ack-headers-contradict-status
  [name.ERROR_CODE]: ACKS,
  [name.ERROR_CONTEXT]: ACKS, // error-context-invalid
});

type Unexpected = { header: string; value: string; from: 'client' | 'server'; packet: RequestType; status?: number };

export const headerUnexpected = defineRule<RequestType, Unexpected>({
  id: 'header-unexpected',
  on: ['ping', 'create-session', 'fragment', 'close-session', 'cancel-session'],
  about: 'answer',
  once: 'session',
  onceFor: ({ from, header }) => `${from} ${header}`,
  severity: 'note',
  blames: ({ from }) => from,
  confidence: 'certain',
  listed: { blames: 'server' },
  source: '[BUP §2.2.2, §2.2.3, §2.2.5, §2.2.7, §2.2.9, §2.2.11]',
  title: 'BITS header where it does not belong',
  why: 'The peer ignores it. It shows that the sender mixes up packets, which often goes with graver faults.',
  fix: 'Send each BITS header only in the packets that the specification has it for.',
  reality: 'One small server sends BITS-Supported-Protocols with its Acks, and clients work with it.',
  check({ request, ack, exchange }) {
    const sent = UNWANTED.find(request.type, exchange.request?.head.headers ?? NONE);
    if (ack.type === 'no-ack') return sent && evidenceOf(sent, 'client', request.type);
    const got = UNWANTED.find(ack.type, exchange.response?.head.headers ?? NONE, isSuccess(ack.status));
    if (!sent && !got) return undefined;
    return [...evidenceOf(sent ?? NONE, 'client', request.type), ...evidenceOf(got ?? NONE, 'server', request.type, ack.status)];
  },
  message({ header, value, packet, status }) {
    const where = status === undefined ? PACKET_NAMES[packet] : `the ${status} to ${PACKET_NAMES[packet]}`;
    return `${header} (${value}) does not belong into ${where}.`;
  },
});

const NONE: readonly Header[] = [];

function evidenceOf(found: readonly Header[], from: 'client' | 'server', packet: RequestType, status?: number): Unexpected[] {
  return found.map(([header, value]) => ({ header, value: quoted(value), from, packet, ...(status !== undefined && { status }) }));
}
