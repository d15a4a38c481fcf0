import { closeRetryViolation } from '../../../proxy/core/rules/close-retry-violation.ts';
import { ack, cancelSession, caseOf, closeSession, created, fragment, sessionCase, stored, type Turn } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const QUARTER = 15 * 60_000;
const whole = stored('0-999/1000');
const notFound = ack(500, { error: '0x8020001F', context: '0x5' });
const close = (answer = ack(200)): Turn => ({ request: closeSession(), answer });
const cancel = (answer = ack(200)): Turn => ({ request: cancelSession(), answer });
const times = (count: number, turn: Turn) => Array.from({ length: count }, () => turn);
const left = (turn: Turn, silenceMs = QUARTER) => sessionCase(created(whole, turn), 'traffic-ended', { silenceMs });

testRule(closeRetryViolation, {
  passes: {
    'a first Close-Session': caseOf(created(whole), close()),
    'a repeat after a 503': caseOf(created(whole, close(ack(503))), close()),
    'a repeat when no answer came': caseOf(created(whole, { request: closeSession() }), close()),
    'a repeat with credentials': caseOf(created(whole, close(ack(401)), close(ack(401))), close()),
    'three quick repeats': caseOf(created(whole, ...times(3, close(ack(503)))), close()),
    'the rounds of NTLM, which are no repeats': caseOf(created(whole, ...times(6, close(ack(401)))), close()),
    'a repeat after the session had ended, which is a packet after its end': caseOf(created(whole, close()), close()),
    'a Cancel-Session after a Close-Session that was refused': caseOf(created(whole, close(ack(400))), cancel()),
    'a Close-Session after the missing Fragment was sent': caseOf(
      created(stored('0-499/1000'), close(ack(400)), { request: fragment('500-999/1000'), answer: ack(200, { next: 1000 }) }),
      close(),
    ),
    'a 503 a moment before the traffic ends': left(close(ack(503)), 60_000),
    'a refusal that was taken for final': left(close(ack(400))),
    'an unknown session that was taken for final': left(close(notFound)),
    'a session without a Close-Session': sessionCase(created(whole), 'quiet', { silenceMs: 24 * 60 * 60_000 }),
    'a session that is over': sessionCase(created(whole, close()), 'over'),
  },
  flags: {
    'a Close-Session again after a 400': [
      caseOf(created(stored('0-499/1000'), close(ack(400))), close(ack(400))),
      { severity: 'warning', blames: 'client', evidence: { how: 'again-after-refusal', packet: 'close-session', status: 400 } },
    ],
    'a Cancel-Session again after a 403': [
      caseOf(created(whole, cancel(ack(403))), cancel()),
      { evidence: { how: 'again-after-refusal', packet: 'cancel-session', status: 403 } },
    ],
    'a Close-Session again for a session that is unknown': [
      caseOf(created(whole, close(notFound)), close(notFound)),
      { severity: 'warning', evidence: { how: 'again-after-not-found', packet: 'close-session' } },
    ],
    'a fourth quick repeat': [
      caseOf(created(whole, ...times(4, close(ack(503)))), close(ack(503))),
      { severity: 'warning', evidence: { how: 'hurried', packet: 'close-session', quick: 4 } },
    ],
    'as a note, a Close-Session that was not sent again after a 503': [
      left(close(ack(503))),
      { severity: 'note', evidence: { how: 'left', packet: 'close-session', status: 503, silenceMs: QUARTER, limitMs: QUARTER } },
    ],
    'as a note, a Cancel-Session that got no answer and was left': [
      left({ request: cancelSession() }),
      { severity: 'note', evidence: { how: 'left', packet: 'cancel-session', silenceMs: QUARTER, limitMs: QUARTER } },
    ],
  },
});
