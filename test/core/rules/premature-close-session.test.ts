import { prematureCloseSession } from '../../../proxy/core/rules/premature-close-session.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, joined, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const close = { request: closeSession(), answer: ack(200) };
const closed = { request: closeSession(), answer: ack(200) };
const whole = [stored('0-499/1000'), stored('500-999/1000')];
const unanswered = { request: fragment('500-999/1000') };

testRule(prematureCloseSession, {
  passes: {
    'a Close-Session after all of the file was acknowledged': caseOf(created(...whole), close),
    'a file whose last 200 names no offset': caseOf(
      created(stored('0-499/1000'), { request: fragment('500-999/1000'), answer: ack(200) }),
      close,
    ),
    'a session without any Fragment, which is another fault': caseOf(created(), close),
    'a Cancel-Session': caseOf(created(stored('0-499/1000')), { request: cancelSession(), answer: ack(200) }),
    'a Close-Session for a session that was closed': caseOf(created(stored('0-499/1000'), closed), close),
    'a Close-Session for a session that was cancelled': caseOf(
      created(stored('0-499/1000'), { request: cancelSession(), answer: ack(200) }),
      close,
    ),
    'a Close-Session for a session that the server forgot': caseOf(
      created(stored('0-499/1000'), { request: fragment('500-999/1000'), answer: ack(500, { error: '0x8020001F' }) }),
      close,
    ),
    'a session met late whose last Fragment ended the file, its Ack unseen': caseOf(joined(unanswered), close),
    'a session met at its end': caseOf(joined(), close),
  },
  flags: {
    'a Close-Session with half of the file acknowledged': [
      caseOf(created(stored('0-499/1000')), close),
      {
        severity: 'error',
        blames: 'client',
        confidence: 'certain',
        evidence: { acknowledged: 500n, total: 1000n, missing: 500n, basis: 'acks' },
        message: 'Closed with 500 of 1,000 bytes acknowledged: 500 missing.',
      },
    ],
    'a Close-Session without waiting for the last Ack': [
      caseOf(created(stored('0-499/1000'), unanswered), close),
      { evidence: { acknowledged: 500n, total: 1000n, missing: 500n, basis: 'acks' } },
    ],
    'a Close-Session after the last Fragment was refused': [
      caseOf(created({ request: fragment('0-999/1000'), answer: ack(413) }), close),
      { evidence: { acknowledged: 0n, total: 1000n, missing: 1000n, basis: 'acks' } },
    ],
    'a Close-Session after the server asked for bytes again': [
      caseOf(created(...whole, { request: fragment('500-999/1000'), answer: ack(416, { next: 200 }) }), close),
      { evidence: { acknowledged: 200n, total: 1000n, missing: 800n, basis: 'acks' } },
    ],
    'one that gets no answer': [caseOf(created(stored('0-499/1000')), { request: closeSession() }), { severity: 'error' }],
    'a session met late, by the Acks that were seen': [
      caseOf(joined(stored('300-499/1000')), close),
      { confidence: 'certain', evidence: { acknowledged: 500n, total: 1000n, missing: 500n, basis: 'acks' } },
    ],
    'a session met late without any Ack, by what was sent': [
      caseOf(joined({ request: fragment('500-999/1000', { came: 100 }) }), close),
      { confidence: 'likely', evidence: { acknowledged: 600n, total: 1000n, missing: 400n, basis: 'last-fragment' } },
    ],
    'a session met late whose only Fragment was refused': [
      caseOf(joined({ request: fragment('500-999/1000'), answer: ack(500) }), close),
      { confidence: 'likely', evidence: { acknowledged: 500n, total: 1000n, missing: 500n, basis: 'last-fragment' } },
    ],
  },
});
