import { ackRangeBeyondSent } from '../../../proxy/core/rules/ack-range-beyond-sent.ts';
import { ack, caseOf, created, fragment, joined, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const told = (range: string, next: number, options = {}) => ({ request: fragment(range, options), answer: ack(200, { next }) });

testRule(ackRangeBeyondSent, {
  passes: {
    'the byte after the last one': caseOf(created(stored('0-99/1000')), told('100-199/1000', 200)),
    'an offset inside the Fragment': caseOf(created(stored('0-99/1000')), told('100-199/1000', 150)),
    'an offset further back': caseOf(created(stored('0-99/1000')), told('100-199/1000', 0)),
    'a 416 that knows of more than the client repeats': caseOf(created(stored('0-99/1000')), {
      request: fragment('0-49/1000'),
      answer: ack(416, { next: 100 }),
    }),
    'the total after the last Fragment': caseOf(created(stored('0-99/200')), told('100-199/200', 200)),
    'bytes of a Fragment whose answer was lost': caseOf(created({ request: fragment('0-99/1000', { came: 70 }) }), {
      request: fragment('0-49/1000'),
      answer: ack(416, { next: 70 }),
    }),
    'an Ack without an offset': caseOf(created(), { request: fragment('0-99/1000'), answer: ack(200) }),
    'no Ack': caseOf(created(), { request: fragment('0-99/1000') }),
    'bytes that came before we joined': caseOf(joined(), { request: fragment('0-99/1000'), answer: ack(416, { next: 800 }) }),
    'bytes that an earlier Ack vouched for': caseOf(
      joined({ request: fragment('0-99/1000'), answer: ack(416, { next: 800 }) }),
      told('0-99/1000', 800),
    ),
  },
  flags: {
    'one byte too many': [
      caseOf(created(stored('0-99/1000')), told('100-199/1000', 201)),
      { severity: 'error', blames: 'server', confidence: 'certain', evidence: { nextOffset: 201n, sent: 200n, total: 1000n } },
    ],
    'the total after the first Fragment': [
      caseOf(created(), told('0-99/1000', 1000)),
      { evidence: { nextOffset: 1000n, sent: 100n, total: 1000n } },
    ],
    'the end of a range whose bytes did not all come': [
      caseOf(created(), told('0-99/1000', 100, { came: 60 })),
      { evidence: { nextOffset: 100n, sent: 60n, total: 1000n } },
    ],
    'bytes beyond the range': [
      caseOf(created(), told('0-99/1000', 150, { came: 150 })),
      { evidence: { nextOffset: 150n, sent: 100n, total: 1000n } },
    ],
    'more than the file has, in a session met late': [
      caseOf(joined(), told('900-999/1000', 1001)),
      { evidence: { nextOffset: 1001n, total: 1000n } },
    ],
    'more than was sent since the Ack that we saw first': [
      caseOf(joined(stored('500-599/1000')), told('600-699/1000', 701)),
      { evidence: { nextOffset: 701n, sent: 700n, total: 1000n } },
    ],
  },
});
