import { invalidRequestAccepted } from '../../../proxy/core/rules/invalid-request-accepted.ts';
import { ack, caseOf, created, fault, fragment, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const answered = (answer = ack(200, { next: 10 }), ...faults: ReturnType<typeof fault>[]) =>
  caseOf(created(), { request: fragment('0-9/10'), answer }, {}, { faults });
const missing = fault('content-range-missing');

testRule(invalidRequestAccepted, {
  passes: {
    'a request in order': answered(),
    'a refusal': answered(ack(400), missing),
    'a fault that a server need not see': answered(ack(200), fault('packet-after-close')),
    'a fault that is only noted': answered(ack(200), { ...fault('content-range-malformed'), severity: 'note' }),
    'a page of somebody who does not speak BITS': answered(page(200), missing),
    'a request without an answer': caseOf(created(), { request: fragment('0-9/10') }, {}, { faults: [missing] }),
  },
  flags: {
    'a Fragment without a range': [
      answered(ack(200), missing),
      {
        severity: 'warning',
        blames: 'server',
        evidence: { status: 200, broken: 'content-range-missing', fault: 'content-range-missing.' },
      },
    ],
    'the fault that it had to see, among others': [
      answered(ack(200), fault('host-missing'), fault('request-body-not-allowed')),
      { evidence: { status: 200, broken: 'request-body-not-allowed', fault: 'request-body-not-allowed.' } },
    ],
  },
});
