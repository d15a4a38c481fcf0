import { tellsWhereToGoOn } from '../bits/expectation.ts';
import { RECEIVED_RANGE, RECEIVED_RANGE_SIC } from '../bits/headers.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Unreadable = { problem: 'value' | 'name'; text: string; status: number };

export const receivedRangeMalformed = defineRule<'fragment', Unreadable>({
  id: 'received-range-malformed',
  on: ['fragment'],
  about: 'answer',
  once: 'session',
  onceFor: ({ problem, status }) => `${problem} ${tellsWhereToGoOn(status)}`,
  severity: ({ status }) => (tellsWhereToGoOn(status) ? 'error' : 'note'),
  listed: { severity: 'error' },
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.7.2], [DOC ack-for-fragment]',
  title: 'Next offset that cannot be read',
  why: 'The client cannot tell where to go on. It discards the Ack or goes on at a wrong place.',
  fix: 'Send BITS-Received-Content-Range with one decimal number: the last byte stored + 1. The name says range, but it is none.',
  reality: 'The name of the header misleads. gobits misspells it as BITS-Recieved-Content-Range on a 416.',
  check({ ack, exchange: { response } }) {
    if (ack.type !== 'fragment-ack' || ack.nextOffsetText === undefined) return undefined;
    const { nextOffset, nextOffsetText, status } = ack;
    if (nextOffset === undefined) return { problem: 'value', text: quoted(nextOffsetText), status };
    const spelledRight = !response || header(response.head.headers, RECEIVED_RANGE) !== undefined;
    return spelledRight ? undefined : { problem: 'name', text: quoted(nextOffsetText), status };
  },
  message({ problem, text }) {
    if (problem === 'name') return `The offset ${text} comes as ${RECEIVED_RANGE_SIC}: clients look for ${RECEIVED_RANGE}.`;
    return `BITS-Received-Content-Range is "${text}", which is not one decimal number.`;
  },
});
