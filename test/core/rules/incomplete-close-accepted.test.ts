import { incompleteCloseAccepted } from '../../../proxy/core/rules/incomplete-close-accepted.ts';
import { ack, caseOf, closeSession, created, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const half = created(stored('0-499/1000'));
const close = { request: closeSession(), answer: ack(200) };

testRule(incompleteCloseAccepted, {
  passes: {
    'the close of a complete upload': caseOf(created(stored('0-999/1000')), close),
    'an incomplete upload that the server refuses to close': caseOf(half, { request: closeSession(), answer: ack(400) }),
    'an incomplete upload whose close got no answer': caseOf(half, { request: closeSession() }),
    'a session that was closed before': caseOf(created(stored('0-499/1000'), close), close),
  },
  flags: {
    'a 200 for half of a file': [
      caseOf(half, close),
      {
        severity: 'warning',
        blames: 'server',
        confidence: 'likely',
        evidence: { status: 200, acknowledged: 500n, total: 1000n, missing: 500n, basis: 'acks' },
      },
    ],
  },
});
