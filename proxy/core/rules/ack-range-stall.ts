import { tellsWhereToGoOn } from '../bits/expectation.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

/** Acks in a row with the same offset, the first one counted in. */
const ACKS_WITHOUT_PROGRESS = 3;

export const ackRangeStall = defineRule({
  id: 'ack-range-stall',
  on: ['fragment'],
  once: 'session',
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'guess',
  source: 'silent: [BUP §2.2.7.2] only says what the offset means',
  title: 'Upload makes no headway',
  why: 'Bytes are sent over and over and none is stored. Windows gives up with 0x80200024 at last, after 14 days by default.',
  fix: 'Look for a full disk or a quota on the server, and for a proxy that drops bodies: compare Content-Length on both sides of it.',
  check({ ack, after }) {
    const acks = after.memory.stalledAcks + 1;
    if (acks < ACKS_WITHOUT_PROGRESS || ack.type !== 'fragment-ack' || ack.nextOffset === undefined) return undefined;
    if (!tellsWhereToGoOn(ack.status)) return undefined;
    return { nextOffset: ack.nextOffset, acks };
  },
  message: ({ nextOffset, acks }) =>
    `${acks} Acks in a row ask for byte ${grouped(nextOffset)}, although Fragments with bytes came in between.`,
});
