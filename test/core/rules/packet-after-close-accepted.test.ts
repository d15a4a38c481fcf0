import { packetAfterCloseAccepted } from '../../../proxy/core/rules/packet-after-close-accepted.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const close = { request: closeSession(), answer: ack(200) };
const cancel = { request: cancelSession(), answer: ack(200) };
const whole = stored('0-999/1000');
const notFound = ack(500, { error: '0x8020001F' });

testRule(packetAfterCloseAccepted, {
  passes: {
    'the Close-Session itself': caseOf(created(whole), close),
    'a refusal': caseOf(created(whole, close), { request: fragment('0-999/1000'), answer: notFound }),
    'a Close-Session again whose first got no answer': caseOf(created(whole, { request: closeSession() }), close),
    'a session that the server had called unknown': caseOf(created(whole, { request: closeSession(), answer: notFound }), close),
    'a page of somebody who does not speak BITS': caseOf(created(whole, close), { request: closeSession(), answer: page(200) }),
  },
  flags: {
    'a Fragment': [
      caseOf(created(whole, close), { request: fragment('0-999/1000'), answer: ack(200, { next: 1000 }) }),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { packet: 'fragment', after: 'close-session', status: 200 },
      },
    ],
    'as a warning, a second Close-Session': [
      caseOf(created(whole, close), close),
      { severity: 'warning', evidence: { packet: 'close-session', after: 'close-session', status: 200 } },
    ],
    'as a warning, a Close-Session of what was cancelled': [
      caseOf(created(whole, cancel), close),
      { severity: 'warning', evidence: { packet: 'close-session', after: 'cancel-session', status: 200 } },
    ],
  },
});
