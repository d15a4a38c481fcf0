import { pingRejected } from '../../../proxy/core/rules/ping-rejected.ts';
import { ack, caseOf, created, fault, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const ping = (answer = ack(200)) => caseOf(created(), { request: packet('Ping'), answer });

testRule(pingRejected, {
  passes: {
    'a 200': ping(),
    'a challenge of the server': ping(ack(401)),
    'a challenge of a proxy': ping(page(407)),
    'a redirect': ping(page(302)),
    'no answer': caseOf(created(), { request: packet('Ping') }),
    'a Ping with a body': caseOf(
      created(),
      { request: packet('Ping'), answer: ack(400) },
      {},
      { faults: [fault('request-body-not-allowed')] },
    ),
  },
  flags: {
    'a session that was looked for': [
      ping(ack(500, { error: '0x8020001F' })),
      { severity: 'warning', blames: 'server', confidence: 'certain', evidence: { status: 500, code: '0x8020001F' } },
    ],
    'a page': [ping(page(404)), { severity: 'warning', evidence: { status: 404 } }],
  },
});
