import type { NoAck } from '../../../proxy/core/bits/packet.ts';
import { sessionIdUnknown } from '../../../proxy/core/rules/session-id-unknown.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, ID, joined, packet, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const middle = (answer = ack(200, { next: 600 })) => ({ request: fragment('500-599/1000'), answer });
const notFound = ack(500, { error: '0x8020001F', context: '0x5' });
const down: NoAck = {
  ...{ type: 'no-ack', exchange: 'x1', connection: 'c1', at: 0, answers: 'fragment', bodySent: 100, answerBegun: false },
  cutOff: { by: 'proxy', how: 'failed' },
};
const late = { watchedFromStart: false };
const parties = { server: 'bits.example.test:80', client: '192.0.2.10' };
const seen = { sessionId: ID, packet: 'fragment', ...parties };

testRule(sessionIdUnknown, {
  passes: {
    'a session that we saw created': caseOf(created(), middle(notFound)),
    'the second packet of a session met late': caseOf(joined(stored('400-499/1000')), middle(notFound)),
    'a Ping': caseOf(joined(), { request: packet('Ping', { id: ID }), answer: ack(200) }),
    'a packet that never arrived, the server being down': { ...caseOf(joined(), middle()), ack: down },
    'a Fragment without an id, which is another fault': caseOf(joined(), { request: packet('Fragment'), answer: ack(400) }),
  },
  flags: {
    'an id that the server rejects': [
      caseOf(joined(), middle(notFound)),
      {
        severity: 'error',
        blames: 'client',
        confidence: 'certain',
        evidence: { ...seen, answer: 'rejected', status: 500, code: '0x8020001F', watched: 'yes' },
      },
    ],
    'an id that it rejects in other words': [
      caseOf(joined(), { request: closeSession(), answer: ack(400, { error: '0x80070057' }) }),
      {
        severity: 'error',
        confidence: 'certain',
        evidence: { ...seen, packet: 'close-session', answer: 'rejected', status: 400, code: '0x80070057', watched: 'yes' },
      },
    ],
    'an id that it rejects, less surely when we came late': [
      caseOf(joined(), middle(notFound), late),
      { severity: 'error', blames: 'client', confidence: 'likely' },
    ],
    'an id that differs in spelling from one that was given out': [
      caseOf(joined(), middle(notFound), { ...late, similarSessionId: ID.toLowerCase() }),
      {
        severity: 'error',
        blames: 'client',
        confidence: 'certain',
        evidence: { ...seen, answer: 'rejected', status: 500, code: '0x8020001F', watched: 'no', similar: ID.toLowerCase() },
      },
    ],
    'as a warning, an id that the server takes though it never gave it out': [
      caseOf(joined(), middle()),
      {
        severity: 'warning',
        blames: 'server',
        confidence: 'likely',
        evidence: { ...seen, answer: 'accepted', status: 200, watched: 'yes' },
      },
    ],
    'as a note, an id that it takes when we came late': [
      caseOf(joined(), middle(), late),
      { severity: 'note', blames: 'unknown', evidence: { ...seen, answer: 'accepted', status: 200, watched: 'no' } },
    ],
    'as a note, a 416 with an offset: the server knows the session': [
      caseOf(joined(), middle(ack(416, { next: 400 })), late),
      { severity: 'note', evidence: { ...seen, answer: 'accepted', status: 416, watched: 'no' } },
    ],
    'as a warning, a packet without an answer': [
      caseOf(joined(), { request: cancelSession() }, late),
      { severity: 'warning', blames: 'unknown', evidence: { ...seen, packet: 'cancel-session', answer: 'unanswered', watched: 'no' } },
    ],
    'as a note, an answer that says nothing about the session': [
      caseOf(joined(), middle(ack(503)), late),
      { severity: 'note', evidence: { ...seen, answer: 'unclear', status: 503, watched: 'no' } },
    ],
    'as a note, a Fragment that is too large': [caseOf(joined(), middle(ack(413)), late), { severity: 'note' }],
    'as a note, a refusal by somebody who does not speak BITS': [
      caseOf(joined(), middle(page(404)), { ...late, acknowledgedBits: false }),
      { severity: 'note', evidence: { ...seen, answer: 'unclear', status: 404, watched: 'no' } },
    ],
    'the packet after a challenge': [caseOf(joined(middle(ack(401))), middle(notFound)), { severity: 'error' }],
    'the packet after a Ping': [
      caseOf(joined({ request: packet('Ping', { id: ID }), answer: ack(200) }), middle(notFound)),
      { severity: 'error' },
    ],
  },
});
