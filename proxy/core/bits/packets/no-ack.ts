/** What did not happen: a request that got no answer, or none that can be read. */
import type { CutOff, Exchange } from '../../http/exchange.ts';
import type { NoAck, RequestPacket } from '../packet.ts';

/** `at` is when that became certain; without it, the last that was seen of the exchange. */
export function decodeNoAck(exchange: Exchange, answers: RequestPacket['type'], at = lastSeenAt(exchange)): NoAck {
  const { id, connection, request } = exchange;
  return {
    type: 'no-ack',
    exchange: id,
    connection,
    at,
    answers,
    cutOff: whyNot(exchange),
    bodySent: request?.bodyLength ?? 0,
    answerBegun: hasBegun(exchange),
  };
}

function whyNot({ cutOff, unreadable }: Exchange): CutOff {
  const cause = cutOff ?? { by: unreadable?.from ?? 'proxy', how: 'failed' };
  return unreadable ? { ...cause, reason: unreadable.reason } : cause;
}

/** What the tap says for want of a server is no answer; bytes of the server that are no HTTP are the beginning of one. */
function hasBegun({ response, answeredBy, unreadable }: Exchange): boolean {
  if (answeredBy === 'proxy') return false;
  return response !== undefined || unreadable?.from === 'server';
}

function lastSeenAt({ request, response }: Exchange): number {
  const last = response ?? request;
  return last?.endedAt ?? last?.headAt ?? 0;
}
