import { spurious416 } from '../../../proxy/core/rules/spurious-416.ts';
import { ack, caseOf, created, fragment, joined, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = (range: string, next?: number, error?: string) => ({
  request: fragment(range),
  answer: ack(416, { ...(next !== undefined && { next }), ...(error !== undefined && { error }) }),
});

testRule(spurious416, {
  passes: {
    'a client that is out of step': caseOf(created(stored('0-99/1000')), refused('200-299/1000', 100)),
    'a Fragment whose first answer was lost and that the server has': caseOf(
      created(stored('0-99/1000'), { request: fragment('100-199/1000') }),
      refused('100-199/1000', 200),
    ),
    'a Fragment after a refusal that named no offset': caseOf(
      created(stored('0-99/1000'), { request: fragment('100-199/1000'), answer: ack(503) }),
      refused('100-199/1000', 200),
    ),
    'the first Fragment of a session that the server knows better': caseOf(joined(), refused('0-99/1000', 500)),
    'another refusal': caseOf(created(stored('0-99/1000')), { request: fragment('100-199/1000'), answer: ack(400, { next: 100 }) }),
    'a success': caseOf(created(stored('0-99/1000')), stored('100-199/1000')),
    'a range that cannot be read': caseOf(created(), {
      request: packet('Fragment', { headers: { 'Content-Range': 'bytes */9' } }),
      answer: ack(416, { next: 0 }),
    }),
  },
  flags: {
    'a 416 that asks for the very byte that it refuses': [
      caseOf(created(), refused('0-99/1000', 0, '0x80070057')),
      { severity: 'warning', blames: 'server', confidence: 'certain', evidence: { first: 0n, nextOffset: 0n, code: '0x80070057' } },
    ],
    'a 416 to what the last Ack asked for': [
      caseOf(created(stored('0-99/1000')), refused('100-199/1000')),
      { evidence: { first: 100n, expected: 100n } },
    ],
    'a 416 to what the last Ack asked for, which now asks for more': [
      caseOf(created(stored('0-99/1000')), refused('100-199/1000', 300)),
      { evidence: { first: 100n, nextOffset: 300n, expected: 100n } },
    ],
  },
});
