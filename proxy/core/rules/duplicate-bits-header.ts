import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { type HttpRequest, type HttpResponse, headerAll } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `headers`: all that are repeated, by name. `one` and `another`: of the first of them, where its values differ. */
type Repeated = { side: 'request' | 'answer'; headers: string; values: 'same' | 'different'; one: string; another: string };

export const duplicateBitsHeader = defineRule<RequestPacket['type'], Repeated>({
  id: 'duplicate-bits-header',
  on: EVERY_PACKET,
  about: 'request',
  once: 'session',
  onceFor: ({ side, values }) => `${side} ${values}`,
  severity: ({ values }) => (values === 'different' ? 'warning' : 'note'),
  listed: { severity: 'warning' },
  blames: ({ side }) => (side === 'request' ? 'client' : 'server'),
  confidence: 'certain',
  source: '[BUP §2.2.1], [R2616 §4.2]',
  title: 'Header sent twice',
  why: 'Only lists may be repeated. Of two different values, one program takes the first and the next one the last, so that both ends and each proxy may see another packet.',
  fix: 'Send the header once. Compare both sides of each proxy to find who adds the other one. Two values of Content-Length are a sign of request smuggling.',
  check({ request, ack, exchange }) {
    const answered = ack.type === 'no-ack' ? undefined : ack.repeated;
    if (!request.repeated && !answered) return undefined;
    const found: Repeated[] = [];
    if (request.repeated && exchange.request) found.push(repeatedIn('request', request.repeated, exchange.request));
    if (answered && exchange.response) found.push(repeatedIn('answer', answered, exchange.response));
    return found;
  },
  message({ side, headers, values, one, another }) {
    if (values === 'same') return `The ${side} repeats ${headers}, with the same value.`;
    return `The ${side} has more than one value for ${headers}: "${one}" and "${another}".`;
  },
});

function repeatedIn(side: Repeated['side'], names: readonly string[], { head }: HttpRequest | HttpResponse): Repeated {
  const values = names.map((name) => [...new Set(headerAll(head.headers, name))]);
  const [one = '', another = one] = values.find(({ length }) => length > 1) ?? values[0] ?? [];
  const differ = values.some(({ length }) => length > 1);
  return { side, headers: quoted(names.join(', ')), values: differ ? 'different' : 'same', one: quoted(one), another: quoted(another) };
}
