import { requestFraming, responseFraming } from '../http/framing.ts';
import { parseRequestHead, parseResponseHead } from '../http/head.ts';
import { latin1 } from '../http/latin1.ts';
import { header, type RequestHead } from '../http/message.ts';
import { readIsoTime } from '../text/iso-time.ts';
import { type JsonObject, jsonCount, jsonObject, jsonText } from '../text/loose-json.ts';
import { bodyParts, cutBody, type HarBody, requestBody, responseBody } from './har-body.ts';
import { endOfEntry } from './har-failure.ts';
import { harHeaders, harStart, harVersion, headBytes, isNewer, oneLine, plainHeaders } from './har-head.ts';
import type { HarLacks } from './har-lacks.ts';
import { type HarTimes, harTimes } from './har-times.ts';
import type { ToldExchange, ToldMessage } from './told-exchange.ts';

/** An entry of a HAR as an exchange, or why it is none. `fallbackAt`: its time if it has none. */
export function harExchange(entry: JsonObject, lacks: HarLacks, fallbackAt: number): ToldExchange | string {
  const request = jsonObject(entry.request);
  const url = jsonText(request?.url) ?? '';
  const method = oneLine(jsonText(request?.method) ?? '');
  if (!request || method === '' || /\s/.test(method) || url === '') return 'it has no request with a method and a URL';
  const startedAt = readIsoTime(jsonText(entry.startedDateTime) ?? '');
  if (startedAt === undefined) lacks.untimed += 1;
  const times = harTimes(entry, Math.max(startedAt ?? fallbackAt, 0));
  const { server, sent, head, body } = requestOf(request, method, url, lacks);
  const response = responseOf(jsonObject(entry.response), head, times, lacks);
  if (!response) lacks.unanswered += 1;
  const cut = response ? undefined : cutBody(body, requestFraming(head));
  const message = { startedAt: times.startedAt, headAt: times.startedAt, head: sent };
  return {
    ...connectionOf(entry, lacks),
    server: oneLine(jsonText(entry._serverAddress) ?? '') || server,
    ...(times.openedAt !== undefined && { openedAt: times.openedAt }),
    request: cut
      ? { ...message, body: cut }
      : { ...message, endedAt: times.sentAt, body: bodyParts(body, requestFraming(head), isCoded(head), lacks) },
    ...(response && { response, answeredBy: entry._bitsAnsweredBy === 'proxy' ? 'proxy' : 'server' }),
    end: endOfEntry(entry, response !== undefined, times.endedAt),
  };
}

function connectionOf(entry: JsonObject, lacks: HarLacks): Pick<ToldExchange, 'connection' | 'client'> {
  const connection = jsonText(entry.connection) || jsonText(entry._connectionId);
  const client = jsonText(entry._clientAddress);
  if (!connection || connection === '0') lacks.withoutConnection += 1;
  if (!client) lacks.withoutClient += 1;
  return { connection: connection === '0' ? undefined : connection || undefined, client: oneLine(client ?? '') || 'unknown' };
}

function requestOf(request: JsonObject, method: string, url: string, lacks: HarLacks) {
  const headers = harHeaders(request.headers);
  const { target, server } = harStart(method, url, headers);
  const version = versionOf(request, headers.length, lacks);
  const body = requestBody(request);
  const sent = [...plainHeaders(headers)];
  const draft = parseRequestHead(latin1(headBytes(`${method} ${target} HTTP/${version}`, sent)), 0);
  const length = body.bytes?.length ?? body.length ?? 0;
  if (requestFraming(draft).kind === 'none' && length > 0) {
    lacks.lengthAdded += 1;
    sent.push(['Content-Length', String(Math.floor(length))]);
  }
  const bytes = headBytes(`${method} ${target} HTTP/${version}`, sent);
  return { server, body, sent: bytes, head: parseRequestHead(latin1(bytes), 0) };
}

function responseOf(response: JsonObject | undefined, request: RequestHead, times: HarTimes, lacks: HarLacks): ToldMessage | undefined {
  const status = jsonCount(response?.status) ?? 0;
  if (!response || status < 100 || status > 999) return undefined;
  const headers = harHeaders(response.headers);
  const version = versionOf(response, headers.length, lacks);
  const reason = oneLine(jsonText(response.statusText) ?? '');
  const startLine = `HTTP/${version} ${Math.floor(status)} ${reason}`;
  const bytes = headBytes(startLine, plainHeaders(headers));
  const head = parseResponseHead(latin1(bytes), 0);
  const body: HarBody = responseBody(response);
  const parts = bodyParts(body, responseFraming(head, request.method), isCoded(head), lacks);
  return { startedAt: times.answeredAt, headAt: times.answeredAt, endedAt: times.endedAt, head: bytes, body: parts };
}

/** Newer ones are written as HTTP/1.1: the reader of heads knows no other. */
function versionOf(message: JsonObject, headers: number, lacks: HarLacks): string {
  const version = harVersion(message.httpVersion);
  if (headers === 0) lacks.withoutHeaders += 1;
  if (!isNewer(version)) return /^\d\.\d$/.test(version) ? version : '1.1';
  lacks.newer += 1;
  return '1.1';
}

function isCoded({ headers }: Pick<RequestHead, 'headers'>): boolean {
  const coding = header(headers, 'Content-Encoding')?.trim().toLowerCase() ?? '';
  return coding !== '' && coding !== 'identity';
}
