import { requestFraming, responseFraming } from '../http/framing.ts';
import { parseRequestHead, parseResponseHead } from '../http/head.ts';
import { latin1 } from '../http/latin1.ts';
import { type Framing, header, type RequestHead } from '../http/message.ts';
import { readIsoTime } from '../text/iso-time.ts';
import { utf8Text } from '../text/utf8.ts';
import { attributesOf } from './attributes.ts';
import { headLength, headText, sentChunked } from './message-bytes.ts';
import { serverOf } from './server-of.ts';
import type { BodyPart, ToldExchange, ToldMessage } from './told-exchange.ts';

/** What a SAZ has of one session of Fiddler's, which is one exchange. */
export interface SazFiles {
  request?: Uint8Array;
  response?: Uint8Array;
  metadata?: Uint8Array;
}

/** What is not in it as it was sent. */
export interface SazLacks {
  /** Bytes of bodies. */
  missing: number;
  /** Bytes behind the end of a message. */
  beyond: number;
  unanswered: number;
  untimed: number;
}

interface Metadata {
  readonly time: (name: string) => number | undefined;
  readonly flag: (name: string) => string | undefined;
}

/** The exchange; nothing where there is no request. `fallbackAt`: its time if it has none. */
export function sazExchange({ request, response, metadata }: SazFiles, lacks: SazLacks, fallbackAt: number): ToldExchange | undefined {
  if (!request || request.length === 0) return undefined;
  const { time, flag } = readMetadata(metadata);
  const head = parseRequestHead(headText(request), 0);
  const begunAt = time('ClientBeginRequest') ?? time('ClientConnected');
  if (begunAt === undefined) lacks.untimed += 1;
  const startedAt = begunAt ?? fallbackAt;
  const headAt = time('GotRequestHeaders') ?? startedAt;
  const framing = requestFraming(head);
  const sentAt = time('ClientDoneRequest') ?? headAt;
  const isAnswered = response !== undefined && response.length > 0;
  const cut = !isAnswered && framing.kind === 'length' && request.length - headLength(request) < framing.length;
  const sent = cut
    ? { startedAt, headAt, head: request.subarray(0, headLength(request)), body: [request.subarray(headLength(request))] }
    : message(request, framing, { startedAt, headAt, endedAt: sentAt }, lacks);
  const answer = isAnswered ? answerOf(response, head, time, sentAt, lacks) : undefined;
  if (!answer) lacks.unanswered += 1;
  const [ip = 'unknown', port] = [flag('x-clientip'), flag('x-clientport')];
  const unanswered = { at: time('ClientDoneResponse') ?? sentAt, by: 'proxy', how: 'shutdown', reason: NO_ANSWER } as const;
  return {
    client: port === undefined ? ip : `${ip}:${port}`,
    server: serverOf(head.target, header(head.headers, 'Host')),
    ...(port !== undefined && { connection: port }),
    openedAt: time('ClientConnected'),
    request: sent,
    ...(answer ? { response: answer, answeredBy: isFromFiddler(answer) ? 'proxy' : 'server' } : { end: unanswered }),
  };
}

const NO_ANSWER = 'Fiddler has no answer to it';

function answerOf(bytes: Uint8Array, request: RequestHead, time: Metadata['time'], askedAt: number, lacks: SazLacks): ToldMessage {
  const head = parseResponseHead(headText(bytes), 0);
  const startedAt = time('ServerBeginResponse') ?? time('ClientBeginResponse') ?? askedAt;
  const headAt = time('GotResponseHeaders') ?? startedAt;
  const endedAt = time('ServerDoneResponse') ?? time('ClientDoneResponse') ?? headAt;
  return message(bytes, responseFraming(head, request.method), { startedAt, headAt, endedAt }, lacks);
}

/** Fiddler answers itself where it does not reach the server: `502 Fiddler - Connection Failed`. */
function isFromFiddler({ head }: ToldMessage): boolean {
  return /^HTTP\/\S+ \d+ Fiddler - /.test(latin1(head.subarray(0, 40)));
}

function message(bytes: Uint8Array, framing: Framing, times: Omit<ToldMessage, 'head' | 'body'>, lacks: SazLacks): ToldMessage {
  const length = headLength(bytes);
  const body = bytes.subarray(length);
  return { ...times, head: bytes.subarray(0, length), body: bodyParts(body, framing, lacks) };
}

/** Fiddler drops bodies that are too long for it, and puts chunks together if it is told to. */
function bodyParts(body: Uint8Array, framing: Framing, lacks: SazLacks): readonly BodyPart[] {
  switch (framing.kind) {
    case 'length': {
      const missing = framing.length - body.length;
      if (missing > 0) lacks.missing += missing;
      else lacks.beyond -= missing;
      return missing > 0 ? [body, missing] : [body.subarray(0, framing.length)];
    }
    case 'chunked':
      return sentChunked(body);
    case 'none':
      lacks.beyond += body.length;
      return [];
    case 'until-close':
    case 'tunnel':
    case 'unknown':
      return [body];
  }
}

function readMetadata(bytes: Uint8Array | undefined): Metadata {
  const xml = bytes ? utf8Text(bytes) : '';
  const [timers] = attributesOf(xml, 'SessionTimers');
  const flags = new Map<string, string>();
  for (const flag of attributesOf(xml, 'SessionFlag')) flags.set(flag.get('N')?.toLowerCase() ?? '', flag.get('V') ?? '');
  const time = (name: string) => {
    const at = readIsoTime(timers?.get(name) ?? '');
    // What did not happen has the year 1.
    return at !== undefined && at > 0 ? at : undefined;
  };
  return { time, flag: (name) => flags.get(name) };
}
