import { requestHost, requestPath } from '../bits/classify.ts';
import { TRANSITIONS } from '../bits/session.ts';
import { isOpen, type Standing, standing } from '../timeline.ts';
import { type Field, passes } from './field.ts';
import { ackOf, type FilterSubject, rangeOf, requestOf } from './subject.ts';

const STANDINGS = Object.keys({
  starting: true,
  uploading: true,
  'waiting for close': true,
  complete: true,
  cancelled: true,
  lost: true,
  refused: true,
  'unknown to server': true,
} satisfies Record<Standing, true>);

/** What a session has, and through it all of its exchanges; where an exchange has its own, that one. */
export const SESSION_FIELDS: readonly Field[] = [
  {
    type: 'id',
    ...{ name: 'session', of: 'session', example: 'session:s1', noun: 'the session' },
    meaning: 'its number here, or how its `BITS-Session-Id` begins, with or without braces',
    some: ({ session, exchange }, test) => passes(session?.id ?? exchange?.session, test),
    wire: (subject, test) =>
      passes(subject.session?.sessionId, test) || passes(requestOf(subject)?.sessionId, test) || passes(ackOf(subject)?.sessionId, test),
  },
  {
    type: 'word',
    ...{ name: 'state', of: 'session', example: 'state:lost', noun: 'the state of the session' },
    meaning: 'how the session stands, or in capitals the state of the protocol: an upload that is `lost` may well be `COMPLETE`',
    values: [...STANDINGS, ...Object.keys(TRANSITIONS)],
    some: ({ session }, test) => session !== undefined && (test(session.state) || test(standing(session))),
  },
  {
    type: 'word',
    ...{ name: 'is', of: 'session', example: 'is:open', noun: 'the session' },
    meaning: 'what is true of the session or not',
    values: ['open', 'over', 'joined'],
    sentences: {
      open: 'more may come of the session',
      over: 'nothing more will come of the session',
      joined: 'the beginning of the session was not seen',
    },
    some: ({ session }, test) =>
      session !== undefined && (test(isOpen(standing(session)) ? 'open' : 'over') || (!session.seenFromStart && test('joined'))),
  },
  {
    type: 'text',
    ...{ name: 'url', of: 'session', example: 'url:/inbox/', noun: 'the URL' },
    meaning: 'the URL that the session uploads to, or the target of the request as sent',
    some: ({ session, exchange }, test) => passes(session?.url, test) || passes(exchange?.request?.head.target, test),
  },
  {
    type: 'text',
    ...{ name: 'path', of: 'session', example: 'path:/inbox/*.bin', noun: 'the path' },
    meaning: 'the path of the request; of a session alone, the path that it uploads to',
    some: (subject, test) => passes(pathOf(subject), test),
  },
  {
    type: 'text',
    ...{ name: 'file', of: 'session', example: 'file:*.dmp', noun: 'the file name' },
    meaning: 'the last part of the path, or a `Content-Name`',
    some: (subject, test) => passes(subject.session?.fileName, test) || passes(requestOf(subject)?.contentName, test),
  },
  {
    type: 'text',
    ...{ name: 'client', of: 'session', example: 'client:192.0.2.*', noun: 'the address of the client' },
    meaning: 'the address of the client',
    some: ({ session, connection }, test) => passes(session?.client, test) || passes(connection?.client, test),
  },
  {
    type: 'text',
    ...{ name: 'agent', of: 'session', example: 'agent:"Microsoft BITS"', noun: 'the user agent' },
    meaning: 'the `User-Agent` of the client',
    some: (subject, test) => passes(subject.session?.userAgent, test) || passes(requestOf(subject)?.userAgent, test),
  },
  {
    type: 'text',
    ...{ name: 'server', of: 'session', example: 'server:files.example.test', noun: 'the server' },
    meaning: '`host:port` on the far side of the tap',
    some: ({ session, connection }, test) => passes(session?.server, test) || passes(connection?.server, test),
  },
  {
    type: 'text',
    ...{ name: 'server-agent', of: 'session', example: 'server-agent:IIS', noun: 'the software of the server' },
    meaning: 'the `Server` header of its answers',
    some: (subject, test) => passes(subject.session?.serverAgent, test) || passes(ackOf(subject)?.serverAgent, test),
  },
  {
    type: 'text',
    ...{ name: 'host', of: 'session', example: 'host:files', noun: 'the host' },
    meaning: 'the server as the request names it; of a session alone, every host that its client named',
    some: hosts,
  },
  {
    type: 'size',
    ...{ name: 'total', of: 'session', example: 'total>4gb', noun: 'the size of the file' },
    meaning: 'the size of the whole file',
    some: (subject, test) => passes(rangeOf(subject)?.total ?? subject.session?.total, test),
  },
  {
    type: 'number',
    ...{ name: 'packets', of: 'session', example: 'packets>1000', noun: 'the number of packets in the session' },
    meaning: 'requests of the session so far',
    some: ({ session }, test) => passes(session?.packets, test),
  },
  {
    type: 'number',
    ...{ name: 'interruptions', of: 'session', example: 'interruptions>0', noun: 'the number of interruptions' },
    meaning: 'requests of the session that got no answer',
    some: ({ session }, test) => passes(session?.interruptions, test),
  },
];

function pathOf(subject: FilterSubject): string | undefined {
  if (!subject.exchange) return subject.session?.path;
  const packet = requestOf(subject);
  if (packet) return packet.path;
  const { request } = subject.exchange;
  return request && requestPath(request.head.target);
}

function hosts(subject: FilterSubject, test: (host: string) => boolean): boolean {
  const { exchange, session } = subject;
  if (!exchange) return session?.hosts.some(test) ?? false;
  const packet = requestOf(subject);
  if (packet) return passes(packet.host, test);
  return exchange.request !== undefined && passes(requestHost(exchange.request.head), test);
}
