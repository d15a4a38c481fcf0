import { REPLY_URL } from '../bits/headers.ts';
import type { RequestType } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { header } from '../http/message.ts';
import type { Case } from './case.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Unexpected = { place: 'early' | 'refusal' | 'other-packet'; packet: RequestType; status: number; url: string };

export const replyUrlUnexpected = defineRule<RequestType, Unexpected>({
  id: 'reply-url-unexpected',
  on: ['ping', 'create-session', 'fragment', 'close-session', 'cancel-session'],
  once: 'session',
  onceFor: ({ place }) => place,
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.7.2]',
  title: 'Reply URL in the wrong place',
  why: 'Only the Ack that completes the file may announce a reply. Elsewhere a client ignores it, or fetches a reply that the application has not written yet.',
  fix: 'Send BITS-Reply-URL with the Ack to the final Fragment, and with a repeat of that one.',
  check(judged) {
    const { request, ack } = judged;
    if (ack.type === 'no-ack') return undefined;
    const place = placeOf(judged);
    const url = place && header(judged.exchange.response?.head.headers ?? [], REPLY_URL);
    return place && url ? { place, packet: request.type, status: ack.status, url: quoted(url) } : undefined;
  },
  message({ place, packet, status }) {
    if (place === 'early') return 'BITS-Reply-URL comes with an Ack that does not complete the file.';
    return `BITS-Reply-URL comes with a ${status} to ${PACKET_NAMES[packet]}.`;
  },
});

/** Where a reply URL would not belong; asked for every Fragment, so that no header is looked for. */
function placeOf({ request, ack }: Pick<Case, 'request' | 'ack'>): Unexpected['place'] | undefined {
  if (request.type !== 'fragment') return 'other-packet';
  if (ack.type !== 'fragment-ack' || !ack.replyUrl) return undefined;
  if (!isSuccess(ack.status)) return 'refusal';
  return request.range && request.range.last + 1n < request.range.total ? 'early' : undefined;
}
