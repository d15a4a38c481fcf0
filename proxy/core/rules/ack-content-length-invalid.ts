import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { isSuccess } from '../bits/session-progress.ts';
import type { HttpResponse } from '../http/message.ts';
import { announcesClose } from '../http/persistence.ts';
import type { Case } from './case.ts';
import { bytes } from './number.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Misframed = {
  status: number;
  /**
   * `endless`: neither a length nor chunks, and the connection stayed open, or a length that contradicts itself. `missing`:
   * no length; the end of the connection was the end. `body`: an Ack has none. `chunked`: an empty one in chunks.
   */
  kind: 'endless' | 'missing' | 'body' | 'chunked';
  bodyLength: number;
  problem?: string;
};

export const ackContentLengthInvalid = defineRule<RequestPacket['type'], Misframed>({
  id: 'ack-content-length-invalid',
  on: EVERY_PACKET,
  about: 'answer',
  once: 'session',
  onceFor: ({ kind }) => kind,
  severity({ kind, status }) {
    if (kind === 'endless') return 'error';
    if (kind === 'missing') return isSuccess(status) || status === 416 ? 'warning' : 'note';
    return kind === 'body' && isSuccess(status) ? 'warning' : 'note';
  },
  listed: { severity: 'error' },
  blames: 'server',
  confidence: ({ kind, problem }) => (kind === 'endless' && problem === undefined ? 'likely' : 'certain'),
  source: '[BUP §2.2.3.1, §2.2.3.3, §2.2.11.3], [DOC ack-for-fragment]',
  title: 'Ack without Content-Length: 0',
  why: 'An Ack has an empty body and says so. A client that finds no length waits for an end that never comes; bytes that it does not expect are taken for the next answer, or make it close the connection, and NTLM starts over.',
  fix: 'Send Content-Length: 0 with every Ack, on errors too, and no body.',
  reality: 'IIS always sends it. usis sets it for Fragments only and gobits never; their HTTP libraries may add it.',
  check(judged) {
    const { response, answeredBy } = judged.exchange;
    if (!response || answeredBy === 'proxy') return undefined;
    const { framing } = response;
    if (framing.kind === 'length' && framing.length === 0) return undefined;
    const kind = framing.kind === 'unknown' || isEndless(judged, response) ? 'endless' : kindOf(judged, response);
    if (!kind) return undefined;
    const { status } = response.head;
    return { status, kind, bodyLength: response.bodyLength, ...(framing.kind === 'unknown' && { problem: quoted(framing.problem) }) };
  },
  message({ status, kind, bodyLength, problem }) {
    if (problem !== undefined) return `The end of the answer (${status}) is unknown. ${problem}.`;
    if (kind === 'endless') return `The answer (${status}) has neither Content-Length nor chunks, and its connection stayed open.`;
    if (kind === 'missing') return `The answer (${status}) has no Content-Length: it ended with its connection.`;
    return kind === 'body'
      ? `The answer (${status}) has a body of ${bytes(bodyLength)}.`
      : `The answer (${status}) is empty, but sent in chunks.`;
  },
});

/** A page of somebody who does not speak BITS has a body: other rules tell what it is. In HTTP/1.0 a length is not needed. */
function kindOf({ ack }: Case, { framing, head, bodyLength }: HttpResponse): Misframed['kind'] | undefined {
  if (ack.type === 'no-ack' || framing.kind === 'none' || framing.kind === 'tunnel') return undefined;
  if (!ack.bits && !isSuccess(ack.status)) return undefined;
  if (bodyLength > 0 || framing.kind === 'length') return 'body';
  if (framing.kind === 'chunked') return 'chunked';
  return head.version === '1.0' ? undefined : 'missing';
}

/** A server that closes within this after an answer means the end of it, ms. */
const AT_ONCE_MS = 1_000;

/** Nobody can know where it ends: the client gave up, went on with its next packet, or had to wait for a time-out. */
function isEndless({ ack, exchange, after }: Case, response: HttpResponse): boolean {
  if (response.framing.kind !== 'until-close' || announcesClose(response)) return false;
  const waitedMs = (response.endedAt ?? ack.at) - response.headAt;
  if (ack.type !== 'no-ack') {
    const wentOn = after.lastExchange !== exchange.id && after.lastConnection === exchange.connection;
    return wentOn || (response.bodyLength === 0 && waitedMs >= AT_ONCE_MS);
  }
  const { by } = exchange.cutOff ?? { by: 'server' };
  return by === 'client' || (by === 'proxy' && waitedMs >= AT_ONCE_MS);
}
