import { ORIGINAL_REQUEST_URL, STATIC_RESPONSE_URL } from '../bits/headers.ts';
import { requestFile, responseFile } from '../bits/notification.ts';
import type { Exchange } from '../http/exchange.ts';
import { header, type RequestHead } from '../http/message.ts';
import type { NotificationCase } from './case.ts';
import { duration, grouped } from './number.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Anomaly =
  | { anomaly: 'no-original-url' | 'body-and-static-url' }
  | { anomaly: 'one-path'; path: 'request' | 'response' }
  | { anomaly: 'body-and-paths'; bodyLength: number }
  | { anomaly: 'relative-static-url'; url: string }
  | { anomaly: 'slow'; waitedMs: number; limitMs: number }
  | { anomaly: 'again'; url: string; repeats: number };

/** The server's own timer [BUP §3.3.2]. */
const SERVER_WAITS_MS = 300_000;

export const notificationAnomaly = defineRule<'notification', Anomaly>({
  id: 'notification-anomaly',
  on: ['notification'],
  about: 'request',
  severity: ({ anomaly }) => (anomaly === 'again' ? 'note' : 'warning'),
  blames: 'server',
  confidence: 'certain',
  listed: { severity: 'warning' },
  source: '[BUP §2.2.12, §2.2.13], [DOC notification-protocol-for-server-applications]',
  title: 'Notification to the application is wrong',
  why: 'The application cannot tell which file it is told of, or the server not what it answers. The last Fragment then fails, or the client gets a wrong reply.',
  fix: 'By reference: both path headers and no body. By value: the body and no paths. The application answers 200 within 5 minutes, with a body or with an absolute BITS-Static-Response-URL, and bears being told twice.',
  reality:
    'IIS names the paths …-DataFile-Name, the specification in one place …-DataEntity-Name: either is right. A server that restarts, or whose Ack was lost, notifies again.',
  check: (judged) => [...inRequest(judged.request, judged.exchange), ...inAnswer(judged.exchange), ...again(judged)],
  message(found) {
    switch (found.anomaly) {
      case 'no-original-url':
        return 'The notification has no BITS-Original-Request-URL.';
      case 'one-path':
        return `The notification names only the ${found.path} file; by reference it must name both.`;
      case 'body-and-paths':
        return `The notification names files and has a body of ${grouped(found.bodyLength)} bytes.`;
      case 'body-and-static-url':
        return 'The application answered with a body and with BITS-Static-Response-URL; only one can be the reply.';
      case 'relative-static-url':
        return `BITS-Static-Response-URL is "${found.url}", which is no absolute URL.`;
      case 'slow':
        return `The application took ${duration(found.waitedMs)} to answer; the server gives up after 5 minutes.`;
      case 'again':
        return `The application was told of this upload before (${grouped(found.repeats)} times): ${found.url}.`;
    }
  },
});

function* inRequest({ headers }: RequestHead, { request }: Exchange): Iterable<Anomaly> {
  if (header(headers, ORIGINAL_REQUEST_URL) === undefined) yield { anomaly: 'no-original-url' };
  const [sent, reply] = [requestFile(headers), responseFile(headers)];
  if (sent === undefined && reply === undefined) return;
  if (request && request.bodyLength > 0) yield { anomaly: 'body-and-paths', bodyLength: request.bodyLength };
  else if (sent === undefined || reply === undefined) yield { anomaly: 'one-path', path: sent === undefined ? 'response' : 'request' };
}

function* inAnswer({ request, response }: Exchange): Iterable<Anomaly> {
  if (!response) return;
  const url = header(response.head.headers, STATIC_RESPONSE_URL);
  if (url !== undefined && response.bodyLength > 0) yield { anomaly: 'body-and-static-url' };
  if (url !== undefined && !/^https?:\/\/[^/]/i.test(url)) yield { anomaly: 'relative-static-url', url: quoted(url) };
  const waitedMs = response.startedAt - (request?.endedAt ?? response.startedAt);
  if (waitedMs > SERVER_WAITS_MS) yield { anomaly: 'slow', waitedMs, limitMs: SERVER_WAITS_MS };
}

/** By value nothing tells a repeat from another upload under the same name. */
function again({ request: { headers }, repeats }: NotificationCase): readonly Anomaly[] {
  if (repeats === 0 || requestFile(headers) === undefined) return [];
  return [{ anomaly: 'again', url: quoted(header(headers, ORIGINAL_REQUEST_URL) ?? ''), repeats }];
}
