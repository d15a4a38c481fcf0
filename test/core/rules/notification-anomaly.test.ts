import { expect, it } from 'vitest';
import { notificationAnomaly } from '../../../proxy/core/rules/notification-anomaly.ts';
import { notificationCase } from '../../kit/case.ts';
import { request, response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const URL_HEADER = { 'BITS-Original-Request-URL': 'http://bits.example.test/inbox/report.bin' };
const SENT = { 'BITS-Request-DataFile-Name': 'C:\\inbox\\{1}\\requestfile.bin' };
const REPLY = { 'BITS-Response-DataFile-Name': 'C:\\inbox\\{1}\\responsefile.bin' };
const post = (headers: Readonly<Record<string, string>>, length = 0) =>
  request('POST', '/app', { ...headers, 'Content-Length': `${length}` });
const byReference = post({ ...URL_HEADER, ...SENT, ...REPLY });
const byValue = post(URL_HEADER, 500);
const ok = (headers: Readonly<Record<string, string>> = {}, startedAt = 1100) =>
  response(200, { 'Content-Length': '0', ...headers }, { startedAt });

testRule(notificationAnomaly, {
  passes: {
    'a file by reference': notificationCase(byReference, ok()),
    'a file by value, and a reply': notificationCase(byValue, ok({ 'Content-Length': '20' })),
    'the names that the specification prints': notificationCase(
      post({ ...URL_HEADER, 'BITS-Request-DataEntity-Name': 'a', 'BITS-Response-DataEntity-Name': 'b' }),
      ok(),
    ),
    'a static reply': notificationCase(byReference, ok({ 'BITS-Static-Response-URL': 'http://bits.example.test/thanks' })),
    'an answer without a length, as in the sample of the specification': notificationCase(byReference, response(200)),
    'an application that does not answer': notificationCase(byReference),
    'the same name by value, which may be another upload': notificationCase(byValue, ok(), 3),
  },
  flags: {
    'only the file that was sent': [
      notificationCase(post({ ...URL_HEADER, ...SENT }), ok()),
      { severity: 'warning', blames: 'server', evidence: { anomaly: 'one-path', path: 'request' } },
    ],
    'only the file for the reply': [
      notificationCase(post({ ...URL_HEADER, ...REPLY }), ok()),
      { evidence: { anomaly: 'one-path', path: 'response' } },
    ],
    'paths and a body': [
      notificationCase(post({ ...URL_HEADER, ...SENT, ...REPLY }, 500), ok()),
      { severity: 'warning', evidence: { anomaly: 'body-and-paths', bodyLength: 500 } },
    ],
    'no URL': [notificationCase(post({ ...SENT, ...REPLY }), ok()), { evidence: { anomaly: 'no-original-url' } }],
    'two replies': [
      notificationCase(byValue, ok({ 'BITS-Static-Response-URL': 'http://bits.example.test/thanks', 'Content-Length': '20' })),
      { evidence: { anomaly: 'body-and-static-url' } },
    ],
    'a static reply that is relative': [
      notificationCase(byReference, ok({ 'BITS-Static-Response-URL': '/thanks' })),
      { evidence: { anomaly: 'relative-static-url', url: '/thanks' } },
    ],
    'an application that takes more than five minutes': [
      notificationCase(byReference, ok({}, 301_001)),
      { severity: 'warning', evidence: { anomaly: 'slow', waitedMs: 300_001, limitMs: 300_000 } },
    ],
    'as a note, an upload that is told of again': [
      notificationCase(byReference, ok(), 1),
      { severity: 'note', evidence: { anomaly: 'again', url: 'http://bits.example.test/inbox/report.bin', repeats: 1 } },
    ],
  },
});

it('says everything that is wrong with one notification', () => {
  const judged = notificationCase(post({ ...SENT }, 5), ok({ 'BITS-Static-Response-URL': 'thanks' }));
  expect(notificationAnomaly.judge(judged).map(({ evidence }) => evidence.anomaly)).toEqual([
    'no-original-url',
    'body-and-paths',
    'relative-static-url',
  ]);
});
