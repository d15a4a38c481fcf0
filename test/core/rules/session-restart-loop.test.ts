import { sessionRestartLoop } from '../../../proxy/core/rules/session-restart-loop.ts';
import { ack, createCase, createSession, ID } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const again = (unfinished: number, { forgotten = 0, acknowledgedInVain = 0n, status = 200 } = {}) =>
  createCase(
    { request: createSession(), answer: ack(status, status === 200 ? { id: ID } : {}) },
    {},
    { upload: { unfinished, forgotten, acknowledgedInVain, repliesBefore: 0 } },
  );

testRule(sessionRestartLoop, {
  passes: {
    'the first session of an upload': again(0),
    'one that is refused, which begins nothing': again(2, { status: 503 }),
  },
  flags: {
    'as a note, a second one': [
      again(1, { acknowledgedInVain: 100n }),
      { severity: 'note', blames: 'unknown', confidence: 'likely', evidence: { sessions: 2, forgotten: 0, acknowledged: 100n } },
    ],
    'as a note, a second one after the server forgot the first': [
      again(1, { forgotten: 1 }),
      { severity: 'note', blames: 'server', evidence: { sessions: 2, forgotten: 1, acknowledged: 0n } },
    ],
    'a third one': [
      again(2, { forgotten: 1, acknowledgedInVain: 1500n }),
      {
        severity: 'warning',
        blames: 'server',
        message:
          'Session 3 of this client for this URL, none of them finished; the server had forgotten 1 of the earlier ones. Acknowledged in vain: 1,500 bytes.',
      },
    ],
    'the tenth': [again(9), { severity: 'warning', blames: 'unknown', evidence: { sessions: 10, forgotten: 0, acknowledged: 0n } }],
  },
});
