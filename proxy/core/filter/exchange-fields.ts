import {
  CONTEXT_APPLICATION,
  CONTEXT_SERVER,
  formatErrorContext,
  formatHresult,
  parseErrorContext,
  parseHresult,
  SESSION_NOT_FOUND,
  TOO_LARGE,
} from '../bits/hresult.ts';
import type { PacketType } from '../bits/packet.ts';
import { rangeLength } from '../bits/range.ts';
import type { ExchangeOutcome } from '../http/exchange.ts';
import type { Header } from '../http/message.ts';
import type { ExchangeKind } from '../timeline.ts';
import { type Field, passes } from './field.ts';
import { answerTypeOf, errorOf, latencyOf, nextOffsetOf, rangeOf, requestTypeOf, statusOf } from './subject.ts';

const PACKET_TYPES = Object.keys({
  ping: true,
  'create-session': true,
  fragment: true,
  'close-session': true,
  'cancel-session': true,
  malformed: true,
  'ping-ack': true,
  'create-session-ack': true,
  'fragment-ack': true,
  'close-session-ack': true,
  'cancel-session-ack': true,
  'malformed-ack': true,
  'no-ack': true,
} satisfies Record<PacketType, true>);

const OUTCOMES = Object.keys({
  sending: true,
  waiting: true,
  answering: true,
  answered: true,
  'cut-off': true,
  tunnel: true,
  unsolicited: true,
  malformed: true,
} satisfies Record<ExchangeOutcome, true>);

const KIND_SENTENCES: Readonly<Record<ExchangeKind, string>> = {
  bits: 'the exchange carries a BITS packet',
  reply: 'the exchange downloads a reply',
  notification: 'the exchange tells an application of an upload',
  other: 'the exchange is ordinary HTTP',
};
const KINDS = Object.keys(KIND_SENTENCES);

/** What only an exchange has. */
export const EXCHANGE_FIELDS: readonly Field[] = [
  {
    type: 'word',
    ...{ name: 'type', of: 'exchange', example: 'type:fragment', noun: 'the packet type' },
    meaning: 'the packet that the request or its answer is',
    values: PACKET_TYPES,
    some: (subject, test) => passes(requestTypeOf(subject), test) || passes(answerTypeOf(subject), test),
  },
  {
    type: 'word',
    ...{ name: 'kind', of: 'exchange', example: 'kind:other', noun: 'the kind of the exchange' },
    meaning: 'what the exchange is about',
    values: KINDS,
    sentences: KIND_SENTENCES,
    some: ({ exchange }, test) => passes(exchange?.kind, test),
  },
  {
    type: 'word',
    ...{ name: 'outcome', of: 'exchange', example: 'outcome:cut-off', noun: 'the outcome' },
    meaning: 'where the exchange stands',
    values: OUTCOMES,
    some: ({ exchange }, test) => passes(exchange?.outcome, test),
  },
  {
    type: 'word',
    ...{ name: 'cut', of: 'exchange', example: 'cut:server', noun: 'who cut the exchange off' },
    meaning: 'who ended the connection of an exchange that was cut off; `proxy` where the server could not be reached',
    values: ['client', 'server', 'proxy'],
    some: ({ exchange, answer }, test) => passes(exchange?.cutOff?.by, test) || (answer?.type === 'no-ack' && test(answer.cutOff.by)),
  },
  {
    type: 'status',
    ...{ name: 'status', of: 'exchange', example: 'status>=500', noun: 'the status' },
    meaning: 'the status of the answer; also `4xx`',
    values: ['2xx', '4xx', '5xx', '416'],
    some: (subject, test) => passes(statusOf(subject), test),
  },
  {
    type: 'name',
    ...{ name: 'method', of: 'exchange', example: 'method:GET', noun: 'the method' },
    meaning: 'the method of the request',
    values: ['BITS_POST', 'GET', 'HEAD', 'POST', 'PUT'],
    some: ({ exchange }, test) => passes(exchange?.request?.head.method, test),
  },
  {
    type: 'name',
    ...{ name: 'version', of: 'exchange', example: 'version:1.0', noun: 'the HTTP version' },
    meaning: 'the HTTP version of the request or of the answer',
    values: ['1.0', '1.1'],
    some: ({ exchange }, test) => passes(exchange?.request?.head.version, test) || passes(exchange?.response?.head.version, test),
  },
  {
    type: 'text',
    ...{ name: 'header', of: 'exchange', example: 'header:"x-forwarded-for: 10."', noun: 'a header line' },
    meaning: 'a header line of the request or of the answer, as in `name: value`',
    some: ({ exchange }, test) => someLine(exchange?.request?.head.headers, test) || someLine(exchange?.response?.head.headers, test),
  },
  {
    type: 'size',
    ...{ name: 'offset', aliases: ['first'], of: 'exchange', example: 'offset>4mb', noun: 'the offset' },
    meaning: 'the first byte of a Fragment’s range',
    some: (subject, test) => passes(rangeOf(subject)?.first, test),
  },
  {
    type: 'size',
    ...{ name: 'last', aliases: ['end'], of: 'exchange', example: 'last<1mb', noun: 'the last byte' },
    meaning: 'the last byte of a Fragment’s range',
    some: (subject, test) => passes(rangeOf(subject)?.last, test),
  },
  {
    type: 'size',
    ...{ name: 'length', of: 'exchange', example: 'length>=1mb', noun: 'the length of the Fragment' },
    meaning: 'how many bytes a Fragment’s range has',
    some: (subject, test) => {
      const range = rangeOf(subject);
      return range !== undefined && test(rangeLength(range));
    },
  },
  {
    type: 'size',
    ...{ name: 'next', of: 'exchange', example: 'next=0', noun: 'the next offset' },
    meaning: 'the offset that an Ack asks for',
    some: (subject, test) => passes(nextOffsetOf(subject), test),
  },
  {
    type: 'size',
    ...{ name: 'sent', of: 'exchange', example: 'sent>10mb', noun: 'the body that was sent' },
    meaning: 'body bytes of the request that really came',
    some: ({ exchange }, test) => exchange?.request !== undefined && test(BigInt(exchange.request.bodyLength)),
  },
  {
    type: 'size',
    ...{ name: 'received', of: 'exchange', example: 'received>0', noun: 'the body of the answer' },
    meaning: 'body bytes of the answer',
    some: ({ exchange }, test) => exchange?.response !== undefined && test(BigInt(exchange.response.bodyLength)),
  },
  {
    type: 'code',
    ...{ name: 'code', of: 'exchange', example: 'code:0x8020001f', noun: 'the error code' },
    meaning: 'the HRESULT of the answer’s `BITS-Error`, in hexadecimal or signed decimal',
    values: [formatHresult(SESSION_NOT_FOUND), formatHresult(TOO_LARGE)],
    read: parseHresult,
    expected: 'a code in hexadecimal or signed decimal, as in 0x8020001F',
    format: formatHresult,
    some: (subject, test) => passes(errorOf(subject)?.code, test),
  },
  {
    type: 'code',
    ...{ name: 'context', of: 'exchange', example: 'context:application', noun: 'the error context' },
    meaning: '`BITS-Error-Context`: who failed, in words or as a number',
    values: ['server', 'application'],
    read: (text) => CONTEXTS.get(text.toLowerCase()) ?? parseErrorContext(text),
    expected: 'server, application, or a number in hexadecimal, as in 0x5',
    format: (context) => [...CONTEXTS].find(([, number]) => number === context)?.[0] ?? formatErrorContext(context),
    some: (subject, test) => passes(errorOf(subject)?.context, test),
  },
  {
    type: 'duration',
    ...{ name: 'latency', of: 'exchange', example: 'latency>2s', noun: 'the latency' },
    meaning: 'from the end of the request to the beginning of the answer; below 0 where the answer came early',
    some: (subject, test) => passes(latencyOf(subject), test),
  },
  {
    type: 'name',
    ...{ name: 'connection', of: 'exchange', example: 'connection:c3', noun: 'the connection' },
    meaning: 'the connection’s number here',
    some: ({ exchange, connection }, test) => passes(exchange?.connection ?? connection?.id, test),
  },
  {
    type: 'name',
    ...{ name: 'exchange', of: 'exchange', example: 'exchange:x17', noun: 'the exchange' },
    meaning: 'the exchange’s number here',
    some: ({ exchange }, test) => passes(exchange?.id, test),
  },
];

const CONTEXTS: ReadonlyMap<string, number> = new Map([
  ['server', CONTEXT_SERVER],
  ['application', CONTEXT_APPLICATION],
]);

function someLine(headers: readonly Header[] | undefined, test: (line: string) => boolean): boolean {
  return headers?.some(([name, value]) => test(`${name}: ${value}`)) ?? false;
}
