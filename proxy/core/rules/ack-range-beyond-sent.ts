import { beganUnseen, sentEnd, tellsWhereToGoOn } from '../bits/expectation.ts';
import type { Fragment } from '../bits/packet.ts';
import type { Session } from '../bits/session.ts';
import type { Exchange } from '../http/exchange.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

/** `sent`: one more than the highest byte that came; absent where earlier ones may have come unseen. */
type Beyond = { nextOffset: bigint; sent?: bigint; total?: bigint };

export const ackRangeBeyondSent = defineRule<'fragment', Beyond>({
  id: 'ack-range-beyond-sent',
  on: ['fragment'],
  about: 'answer',
  severity: 'error',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.7.2]',
  title: 'Server acknowledges bytes that it never got',
  why: 'The client goes on at this offset and skips all that lies before it: the file on the server has a hole.',
  fix: 'Answer with the number of bytes stored so far. That is the last byte + 1, not + 2, and not the total in Content-Range.',
  reality:
    'The usual slips are to add one twice, and to answer with the total after the first Fragment. What Windows does then is not known.',
  check({ request, ack, before, after, exchange }) {
    if (ack.type !== 'fragment-ack' || ack.nextOffset === undefined || !tellsWhereToGoOn(ack.status)) return undefined;
    const { nextOffset } = ack;
    const total = largestTotal(request, before);
    if (nextOffset <= sentEnd(after) && (total === undefined || nextOffset <= total)) return undefined;
    const sent = highestSent(request, exchange, before);
    if ((sent === undefined || nextOffset <= sent) && (total === undefined || nextOffset <= total)) return undefined;
    return { nextOffset, ...(sent !== undefined && { sent }), ...(total !== undefined && { total }) };
  },
  message({ nextOffset, sent, total }) {
    const size = total === undefined ? '' : `, of a file of ${grouped(total)}`;
    const known = sent === undefined ? 'the file has fewer' : `the client has sent ${grouped(sent)}`;
    return `The Ack claims ${grouped(nextOffset)} bytes${size}; ${known}.${slip(nextOffset, sent, total)}`;
  },
});

/** The two slips that real servers made. */
function slip(nextOffset: bigint, sent: bigint | undefined, total: bigint | undefined): string {
  if (nextOffset === total) return ' It repeats the total.';
  return sent !== undefined && nextOffset === sent + 1n ? ' It adds one too many.' : '';
}

/** A client that changes its total is a case of its own: either may be the true one. */
function largestTotal({ range }: Fragment, { total }: Session): bigint | undefined {
  return total === undefined || (range && range.total > total) ? range?.total : total;
}

/**
 * The bytes that really came, whatever Content-Range said. In a session that we joined late, an earlier Ack vouches
 * for those that we did not see; without one nothing can be said.
 */
function highestSent({ range }: Fragment, { request }: Exchange, before: Session): bigint | undefined {
  const unseen = beganUnseen(before);
  if (!range || (unseen && before.nextOffset === undefined)) return undefined;
  const end = range.first + BigInt(request?.bodyLength ?? 0);
  const capped = end > range.last + 1n ? range.last + 1n : end;
  const known = [sentEnd(before), capped, ...(unseen ? [before.coverage.acknowledged] : [])];
  return known.reduce((highest, each) => (each > highest ? each : highest));
}
