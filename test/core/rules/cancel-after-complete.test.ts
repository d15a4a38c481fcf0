import { cancelAfterComplete } from '../../../proxy/core/rules/cancel-after-complete.ts';
import { ack, cancelSession, caseOf, closeSession, created, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const cancel = { request: cancelSession(), answer: ack(200) };
const whole = stored('0-999/1000');

testRule(cancelAfterComplete, {
  passes: {
    'a Cancel-Session half-way': caseOf(created(stored('0-499/1000')), cancel),
    'a Close-Session': caseOf(created(whole), { request: closeSession(), answer: ack(200) }),
    'a Cancel-Session again': caseOf(created(whole, { request: cancelSession() }), cancel),
    'a Cancel-Session after the session was closed': caseOf(created(whole, { request: closeSession(), answer: ack(200) }), cancel),
  },
  flags: {
    'a complete upload': [
      caseOf(created(whole), cancel),
      { severity: 'note', blames: 'client', confidence: 'likely', evidence: { acknowledged: 1000n, reply: 'none' } },
    ],
    'a reply that was not fetched, whatever the answer': [
      caseOf(created(stored('0-999/1000', '/r')), { request: cancelSession() }),
      { severity: 'note', evidence: { acknowledged: 1000n, reply: 'open' } },
    ],
  },
});
