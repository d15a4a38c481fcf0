import { zeroLengthUpload } from '../../../proxy/core/rules/zero-length-upload.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, ID, joined, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const ranged = (text: string) => packet('Fragment', { id: ID, headers: { 'Content-Range': text } });

testRule(zeroLengthUpload, {
  passes: {
    'a file with bytes in it': caseOf(created(), { request: fragment('0-99/100'), answer: ack(200, { next: 100 }) }),
    'a Close after a Fragment': caseOf(created(stored('0-99/100')), { request: closeSession(), answer: ack(200) }),
    'a Close after a Fragment that was refused': caseOf(created({ request: fragment('0-99/100'), answer: ack(503) }), {
      request: closeSession(),
      answer: ack(400),
    }),
    'a session that is given up before its first Fragment': caseOf(created(), { request: cancelSession(), answer: ack(200) }),
    'a Close in a session met late': caseOf(joined(), { request: closeSession(), answer: ack(200) }),
    'a Close after the session was closed': caseOf(created({ request: closeSession(), answer: ack(200) }), {
      request: closeSession(),
      answer: ack(500, { error: '0x8020001F' }),
    }),
    'a range that cannot be read': caseOf(created(), { request: ranged('bytes */1000'), answer: ack(400) }),
  },
  flags: {
    'a Close without a Fragment': [
      caseOf(created(), { request: closeSession(), answer: ack(200) }),
      { severity: 'note', blames: 'unknown', confidence: 'guess', evidence: { form: 'no-fragment', status: 200 } },
    ],
    'as a warning, when it is refused': [
      caseOf(created(), { request: closeSession(), answer: ack(416) }),
      { severity: 'warning', evidence: { form: 'no-fragment', status: 416 } },
    ],
    'a Close that gets no answer': [
      caseOf(created(), { request: closeSession() }),
      { severity: 'note', evidence: { form: 'no-fragment' } },
    ],
    'a total of 0': [
      caseOf(created(), { request: ranged('bytes 0-0/0'), answer: ack(400) }),
      { severity: 'warning', evidence: { form: 'total-zero', status: 400 } },
    ],
    'a total of 0 in a range that cannot be read': [
      caseOf(created(), { request: ranged('bytes 0--1/0'), answer: ack(200, { next: 0 }) }),
      { severity: 'note', evidence: { form: 'total-zero', status: 200 } },
    ],
  },
});
