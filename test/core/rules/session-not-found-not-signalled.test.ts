import { sessionNotFoundNotSignalled } from '../../../proxy/core/rules/session-not-found-not-signalled.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, ID, joined, packet, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const notFound = ack(500, { error: '0x8020001F', context: '0x5' });
const half = stored('0-499/1000');
const whole = stored('0-999/1000');
const closed = created(whole, { request: closeSession(), answer: ack(200) });
const rest = (answer = ack(400, { error: '0x80070057' })) => ({ request: fragment('500-999/1000'), answer });
const other = { connection: 'c2' };
const seen = { sessionId: ID, watched: 'yes' };

testRule(sessionNotFoundNotSignalled, {
  passes: {
    'the documented 0x8020001F': caseOf(joined(), rest(notFound)),
    'a packet that is accepted': caseOf(joined(), rest(ack(200, { next: 1000 }))),
    'a packet without an answer': caseOf(joined(), { request: closeSession() }),
    'a refusal before the session is looked up': caseOf(joined(), rest(ack(403, { error: '0x80070005' }))),
    'a passing trouble': caseOf(joined(), rest(ack(503))),
    'a full disk': caseOf(joined(), rest(ack(500, { error: '0x80070070' }))),
    'a file that is too large': caseOf(joined(), rest(ack(500, { error: '0x80200020' }))),
    'a failure of the application behind the final Fragment': caseOf(joined(), rest(ack(500, { error: '0x80004005', context: '0x7' }))),
    'a refusal by somebody who does not speak BITS': caseOf(joined(), rest(page(404)), { acknowledgedBits: false }),
    'a 400 for a range that cannot be read': caseOf(joined(), { request: fragment('*/1000'), answer: ack(400) }),
    'a 400 for a length that does not match': caseOf(joined(), {
      request: fragment('500-999/1000', { headers: { 'Content-Length': '1' } }),
      answer: ack(400),
    }),
    'a live session on the same connection': caseOf(created(half), rest()),
    'a live session on another connection, refused for a reason': caseOf(created(half), {
      ...rest(ack(500, { error: '0x80070005' })),
      ...other,
    }),
    'a live session on another connection, out of step': caseOf(created(half), {
      request: fragment('600-999/1000'),
      answer: ack(400),
      ...other,
    }),
    'a live session on another connection, closed too early': caseOf(created(half), {
      request: closeSession(),
      answer: ack(400),
      ...other,
    }),
    'a live session whose file is gone at Close-Session': caseOf(created(whole), { request: closeSession(), answer: ack(404), ...other }),
    'a live session on another connection, refused by a page': caseOf(created(half), { ...rest(page(404)), ...other }),
  },
  flags: {
    'an id that was never given out, refused with 400': [
      caseOf(joined(), rest()),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { ...seen, packet: 'fragment', status: 400, code: '0x80070057', fate: 'unseen' },
      },
    ],
    'an id that may be older than our view': [
      caseOf(joined(), rest(), { watchedFromStart: false }),
      { severity: 'error', confidence: 'likely' },
    ],
    'an id refused with the context of an application that was not asked': [
      caseOf(joined(), { request: cancelSession(), answer: ack(400, { error: '0x80070057', context: '0x7' }) }),
      { evidence: { ...seen, packet: 'cancel-session', status: 400, code: '0x80070057', fate: 'unseen' } },
    ],
    'a closed session, refused with a bare 500': [
      caseOf(closed, { request: closeSession(), answer: page(500) }),
      { confidence: 'certain', evidence: { ...seen, packet: 'close-session', status: 500, code: 'none', fate: 'ended' } },
    ],
    'a session that the server forgot, refused in other words the next time': [
      caseOf(created(half, rest(notFound)), rest(ack(404))),
      { confidence: 'certain', evidence: { ...seen, packet: 'fragment', status: 404, code: 'none', fate: 'ended' } },
    ],
    'a live session that is gone on another connection': [
      caseOf(created(half), { ...rest(ack(500, { error: '0x1' })), ...other }),
      { confidence: 'likely', evidence: { ...seen, packet: 'fragment', status: 500, code: '0x00000001', fate: 'lost' } },
    ],
    'a live session that is gone on another connection, which a Ping began': [
      caseOf(created(half, { request: packet('Ping'), answer: ack(200), ...other }), { ...rest(ack(500, { error: '0x1' })), ...other }),
      { confidence: 'likely', evidence: { ...seen, packet: 'fragment', status: 500, code: '0x00000001', fate: 'lost' } },
    ],
    'a complete upload that is gone at Close-Session on another connection': [
      caseOf(created(whole), { request: closeSession(), answer: ack(500, { error: '0x80004005' }), ...other }),
      { confidence: 'likely', evidence: { ...seen, packet: 'close-session', status: 500, code: '0x80004005', fate: 'lost' } },
    ],
  },
});
