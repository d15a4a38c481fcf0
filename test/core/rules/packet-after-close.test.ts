import { packetAfterClose } from '../../../proxy/core/rules/packet-after-close.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const whole = stored('0-999/1000');
const closed = created(whole, { request: closeSession(), answer: ack(200) });
const cancelled = created(stored('0-499/1000'), { request: cancelSession(), answer: ack(200) });
const notFound = ack(500, { error: '0x8020001F' });
const again = { request: closeSession(), answer: ack(200) };

testRule(packetAfterClose, {
  passes: {
    'the first Close-Session': caseOf(created(whole), again),
    'a Ping after the end': caseOf(closed, { request: packet('Ping'), answer: ack(200) }),
    'a packet for a session that the server forgot by itself': caseOf(created(whole, { request: closeSession(), answer: notFound }), again),
    'a Close-Session again after a challenge': caseOf(created(whole, { request: closeSession(), answer: ack(401) }), again),
    'a Close-Session again after a 400': caseOf(created(whole, { request: closeSession(), answer: ack(400) }), again),
    'a Cancel-Session instead of a Close-Session that got no answer': caseOf(created(whole, { request: closeSession() }), {
      request: cancelSession(),
      answer: ack(200),
    }),
  },
  flags: {
    'a Fragment after Close-Session': [
      caseOf(closed, { request: fragment('0-999/1000'), answer: notFound }),
      {
        severity: 'error',
        blames: 'client',
        confidence: 'certain',
        evidence: { packet: 'fragment', after: 'close-session', first: 'accepted' },
      },
    ],
    'a Fragment after Cancel-Session, also without an answer': [
      caseOf(cancelled, { request: fragment('500-999/1000') }),
      { severity: 'error', evidence: { packet: 'fragment', after: 'cancel-session', first: 'accepted' } },
    ],
    'as a warning, a second Close-Session': [
      caseOf(closed, again),
      { severity: 'warning', evidence: { packet: 'close-session', after: 'close-session', first: 'accepted' } },
    ],
    'as a warning, a Cancel-Session after Close-Session': [
      caseOf(closed, { request: cancelSession(), answer: notFound }),
      { severity: 'warning', evidence: { packet: 'cancel-session', after: 'close-session', first: 'accepted' } },
    ],
    'as a note, a Close-Session again when the first got no answer': [
      caseOf(created(whole, { request: closeSession() }), again),
      { severity: 'note', evidence: { packet: 'close-session', after: 'close-session', first: 'unanswered' } },
    ],
    'as a note, a Close-Session again that finds the session gone': [
      caseOf(created(whole, { request: closeSession() }), { request: closeSession(), answer: notFound }),
      { severity: 'note', evidence: { packet: 'close-session', after: 'close-session', first: 'unanswered', now: 'not-found' } },
    ],
    'as a note, a Close-Session again when the first got a 503': [
      caseOf(created(whole, { request: closeSession(), answer: ack(503) }), again),
      { severity: 'note', evidence: { packet: 'close-session', after: 'close-session', first: 'failed', status: 503 } },
    ],
  },
});
