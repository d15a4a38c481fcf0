import { announceReply, countDownload, type Reply } from '../../../proxy/core/bits/reply.ts';
import type { Session } from '../../../proxy/core/bits/session.ts';
import type { PastSession } from '../../../proxy/core/rules/case.ts';
import { suspiciousUploadReplyBeacon } from '../../../proxy/core/rules/suspicious-upload-reply-beacon.ts';
import { ack, closeSession, created, sessionCase, stored } from '../../kit/case.ts';
import { request, response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const FIFTH_AT = 1000;
const closed = created(stored('0-19/20', '/r'), { request: closeSession(), answer: ack(200) });
const last: Session = { ...closed, sessionId: '77', hosts: ['192.0.2.80:8080'], userAgent: 'curl/8' };

/** A session so many minutes before the last one. */
function past(minutesBefore: number, facts: Partial<PastSession> = {}): PastSession {
  return {
    ...{ createdAt: FIFTH_AT - minutesBefore * 60_000, path: '/a', sessionId: '12', host: '192.0.2.80:8080', userAgent: 'curl/8' },
    ...{ total: 20n, replyUrl: '/r', replyFetched: true },
    ...facts,
  };
}

const four = (facts: Partial<PastSession> = {}) => [4, 3, 2, 1].map((minutes) => past(minutes, facts));
const windows: Partial<PastSession> = {
  sessionId: '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
  host: 'bits.example.test',
  userAgent: 'Microsoft BITS/7.8',
};
/** A reply of four bytes that reached the client. */
function fetched(url: string): Reply {
  const announced = announceReply(url, 'http://bits.example.test/inbox/report.bin', 1);
  return countDownload(announced, request('GET', url), response(200, { 'Content-Length': '4' }), 'answered');
}

const over = (session: Session, earlier: readonly PastSession[]) => sessionCase(session, 'over', { earlier });

testRule(suspiciousUploadReplyBeacon, {
  passes: {
    'four sessions': over(last, four().slice(1)),
    'plain uploads without a reply': over(
      last,
      four().map(({ replyUrl: _, ...rest }) => rest),
    ),
    'a Windows client that polls regularly with tiny files and fetches its replies': over(
      { ...closed, hosts: ['bits.example.test'], userAgent: 'Microsoft BITS/7.8', reply: fetched('/r') },
      four(windows),
    ),
    'a sixth session, after it was told at the fifth': over(last, [past(5), ...four()]),
    'what else may be wrong, when errors differ': over(
      { ...last, memory: { ...last.memory, errorCode: 'various' }, hosts: ['bits.example.test'], userAgent: 'Microsoft BITS/7.8' },
      four({ ...windows, errorCode: 0x80190194 }),
    ),
    'a session that is not over': sessionCase(last, 'traffic-ended', { earlier: four() }),
  },
  flags: {
    'five with the signs': [
      over(last, four()),
      {
        severity: 'note',
        blames: 'unknown',
        confidence: 'guess',
        evidence: {
          sessions: 5,
          signs:
            'regular intervals, tiny bodies, an IP address or an unusual port as host, decimal session ids, a user agent other than Microsoft BITS',
          everyMs: 60_000,
          client: '192.0.2.10',
          server: 'bits.example.test:80',
        },
      },
    ],
    'five whose server only calls itself IIS, and answers every fault as 0x80190194': [
      over(
        { ...last, memory: { ...last.memory, unlikeIis: true }, userAgent: 'Microsoft BITS/7.8', hosts: ['bits.example.test'] },
        [90, 41, 40, 2].map((minutes) =>
          past(minutes, { unlikeIis: true, userAgent: 'Microsoft BITS/7.8', ...(minutes === 40 && { errorCode: 0x80190194 }) }),
        ),
      ),
      {
        evidence: {
          sessions: 5,
          signs: 'tiny bodies, decimal session ids, a server that calls itself IIS and lacks its habits, 0x80190194 as the only error',
          everyMs: 22.5 * 60_000,
          client: '192.0.2.10',
          server: 'bits.example.test:80',
        },
      },
    ],
    'five under one token, from what says it is Windows, at no regular time': [
      over(
        {
          ...closed,
          path: '/drop/a8f3k2m9q1z7',
          hosts: ['192.0.2.80'],
          sessionId: '9',
          userAgent: 'Microsoft BITS/7.8',
          reply: fetched('/get/a8f3k2m9q1z7'),
        },
        [90, 41, 40, 2].map((minutes) =>
          past(minutes, { path: '/drop/a8f3k2m9q1z7', host: '192.0.2.80', replyUrl: '/get/a8f3k2m9q1z7', userAgent: 'Microsoft BITS/7.8' }),
        ),
      ),
      {
        evidence: {
          sessions: 5,
          signs:
            'tiny bodies, every reply fetched, an IP address or an unusual port as host, one token in upload path and reply URL, decimal session ids',
          everyMs: 22.5 * 60_000,
          client: '192.0.2.10',
          server: 'bits.example.test:80',
        },
      },
    ],
  },
});
