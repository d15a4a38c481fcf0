import { beganUnseen, sentEnd, tellsWhereToGoOn } from '../bits/expectation.ts';
import type { Session } from '../bits/session.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Regression = { nextOffset: bigint; acknowledged: bigint; status: number };

export const ackRangeRegression = defineRule<'fragment', Regression>({
  id: 'ack-range-regression',
  on: ['fragment'],
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.6, §3.1.5.1.4]',
  title: 'Server went back',
  why: 'Bytes that the server had acknowledged are lost to it. A client has to accept that and sends them again, but a healthy server never asks for it: storage is lost, or two servers answer under one name.',
  fix: 'In a farm, check that all packets of a session reach one node (BITSHostId, sticky routing). On one server, check who deletes or truncates its temporary files.',
  reality: 'The specification allows it after a restore from backup or a change of server.',
  check({ ack, before }) {
    if (before.nextOffset === undefined || ack.type !== 'fragment-ack' || ack.nextOffset === undefined) return undefined;
    if (ack.nextOffset >= before.nextOffset || !tellsWhereToGoOn(ack.status) || claimedTooMuch(before)) return undefined;
    return { nextOffset: ack.nextOffset, acknowledged: before.nextOffset, status: ack.status };
  },
  message({ nextOffset, acknowledged }) {
    const what = `The server had acknowledged ${grouped(acknowledged)} bytes and now wants byte ${grouped(nextOffset)}.`;
    return nextOffset === 0n ? `${what} Back to the very first byte: most likely another node answered.` : what;
  },
});

/** The server takes back a claim that could not be true. */
function claimedTooMuch(before: Session): boolean {
  return before.nextOffset !== undefined && !beganUnseen(before) && before.nextOffset > sentEnd(before);
}
