import type { Session } from '../../../proxy/core/bits/session.ts';
import { sessionAbandoned } from '../../../proxy/core/rules/session-abandoned.ts';
import { ack, cancelSession, closeSession, created, fragment, joined, sessionCase, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;
const half = stored('0-499/1000');
const rest = (status: number) => ({ request: fragment('500-999/1000'), answer: ack(status) });
const after = (session: Session, silenceMs = QUARTER) => sessionCase(session, 'traffic-ended', { silenceMs });

testRule(sessionAbandoned, {
  passes: {
    'traffic that ends a moment after an Ack': after(created(half), 5_000),
    'a client that may be waiting to try again': after(created(half, rest(503)), 10 * 60_000),
    'an upload that is complete': after(created(stored('0-999/1000')), DAY),
    'a session that was closed, too early or not': after(created(half, { request: closeSession(), answer: ack(400) })),
    'a session that was cancelled': after(created(half, { request: cancelSession(), answer: ack(200) })),
    'a session that the server forgot': after(
      created(half, { request: fragment('500-999/1000'), answer: ack(500, { error: '0x8020001F' }) }),
    ),
    'a session that is over': sessionCase(created(half), 'over', { silenceMs: DAY }),
    'a session of which we saw no Ack': after(joined({ request: fragment('500-999/1000') }), DAY),
  },
  flags: {
    'as a note, an upload that stopped half-way': [
      after(created(half)),
      {
        severity: 'note',
        blames: 'unknown',
        evidence: { acknowledged: 500n, total: 1000n, status: 200, silenceMs: QUARTER, limitMs: QUARTER },
      },
    ],
    'as a note, a session without a Fragment': [
      after(created(), DAY),
      { severity: 'note', evidence: { acknowledged: 0n, status: 200, silenceMs: DAY, limitMs: QUARTER } },
    ],
    'a day of silence': [
      sessionCase(created(half), 'quiet', { silenceMs: DAY }),
      { severity: 'note', evidence: { acknowledged: 500n, total: 1000n, status: 200, silenceMs: DAY, limitMs: DAY } },
    ],
    'an upload that ended with an error': [
      after(created(half, rest(403))),
      { severity: 'warning', evidence: { acknowledged: 500n, total: 1000n, status: 403, silenceMs: QUARTER, limitMs: QUARTER } },
    ],
    'as a note, a client that did not come back after a 416': [
      after(created(half, { request: fragment('600-999/1000'), answer: ack(416, { next: 500 }) })),
      { severity: 'note' },
    ],
    'as a note, a last Fragment without an answer': [
      after(created(half, { request: fragment('500-999/1000') })),
      { severity: 'note', evidence: { acknowledged: 500n, total: 1000n, silenceMs: QUARTER, limitMs: QUARTER } },
    ],
    'a session that was met in the middle': [after(joined(stored('500-599/1000'))), { severity: 'note' }],
  },
});
