import { countDownload } from '../../../proxy/core/bits/reply.ts';
import type { Session } from '../../../proxy/core/bits/session.ts';
import { closeSessionMissing } from '../../../proxy/core/rules/close-session-missing.ts';
import { ack, cancelSession, closeSession, created, joined, sessionCase, stored } from '../../kit/case.ts';
import { request, response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const whole = created(stored('0-999/1000'));
const replied = created(stored('0-999/1000', '/r'));
const after = (session: Session, silenceMs: number) => sessionCase(session, 'traffic-ended', { silenceMs });
const quiet = (session: Session) => sessionCase(session, 'quiet', { silenceMs: DAY });

function fetched(session: Session): Session {
  const { reply } = session;
  return reply
    ? { ...session, reply: countDownload(reply, request('GET', '/r'), response(200, { 'Content-Length': '4' }), 'answered') }
    : session;
}

testRule(closeSessionMissing, {
  passes: {
    'traffic that ends a moment after the last Ack': after(whole, 5_000),
    'traffic that ends within a minute': after(whole, 59_999),
    'an upload that is not complete': after(created(stored('0-499/1000')), DAY),
    'a session that was closed': after(created(stored('0-999/1000'), { request: closeSession(), answer: ack(200) }), DAY),
    'a session that was cancelled': after(created(stored('0-999/1000'), { request: cancelSession(), answer: ack(200) }), DAY),
    'a Close-Session that was refused': after(created(stored('0-999/1000'), { request: closeSession(), answer: ack(503) }), DAY),
    'a session that is over': sessionCase(whole, 'over', { silenceMs: DAY }),
  },
  flags: {
    'as a note, a minute of silence': [
      after(whole, MINUTE),
      {
        severity: 'note',
        blames: 'client',
        evidence: { acknowledged: 1000n, silenceMs: MINUTE, limitMs: MINUTE, moment: 'traffic-ended', reply: 'none' },
      },
    ],
    'a quarter of an hour of silence': [after(whole, 15 * MINUTE), { severity: 'warning', confidence: 'likely' }],
    'as a note, a reply that may still be on its way': [
      after(replied, 60 * MINUTE),
      {
        severity: 'note',
        evidence: { acknowledged: 1000n, silenceMs: 60 * MINUTE, limitMs: MINUTE, moment: 'traffic-ended', reply: 'open' },
      },
    ],
    'a reply that is there': [
      after(fetched(replied), 60 * MINUTE),
      {
        severity: 'warning',
        evidence: { acknowledged: 1000n, silenceMs: 60 * MINUTE, limitMs: MINUTE, moment: 'traffic-ended', reply: 'fetched' },
      },
    ],
    'a day of silence, whatever the reply': [
      quiet(replied),
      {
        severity: 'warning',
        confidence: 'certain',
        evidence: { acknowledged: 1000n, silenceMs: DAY, limitMs: DAY, moment: 'quiet', reply: 'open' },
      },
    ],
    'a session whose beginning we did not see': [quiet(joined(stored('500-999/1000'))), { severity: 'warning' }],
  },
});
