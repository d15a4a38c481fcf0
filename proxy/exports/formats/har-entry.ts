/** One exchange in the words of HAR 1.2, but for its bodies. */
import { parseHostId } from '../../core/bits/host-id.ts';
import { type Header, type HttpRequest, type HttpResponse, header } from '../../core/http/message.ts';
import { answerLine, requestLine } from '../../core/packet-text/packet-line.ts';
import { requestUrl } from '../../core/packet-text/request-url.ts';
import { safeText } from '../../core/safe-text.ts';
import { isoTime } from '../../core/text/iso-time.ts';
import type { Connection, SessionView, TimelineRow } from '../../core/timeline.ts';

const UNKNOWN_TYPE = 'x-unknown';

export interface HarContext {
  readonly session: SessionView | undefined;
  readonly connection: Connection | undefined;
}

/** What stands in front of the request. */
export function entryBeginning(request: HttpRequest, response: HttpResponse | undefined) {
  const { send, wait, receive } = timings(request, response);
  return { startedDateTime: isoTime(request.startedAt), time: micro(send + wait + receive) };
}

/** What stands behind the response. */
export function entryEnd(row: TimelineRow, request: HttpRequest, { session, connection }: HarContext) {
  const address = addressOf(connection?.server);
  return {
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ...timings(request, row.exchange.response), ssl: -1 },
    ...(address !== undefined && { serverIPAddress: address }),
    connection: row.exchange.connection,
    ...ownMembers(row, connection),
    comment: commentOf(row, session),
  };
}

/** What HAR has no place for, under names of ours: whoever reads the file again finds the same traffic. */
function ownMembers({ exchange: { cutOff, answeredBy } }: TimelineRow, connection: Connection | undefined) {
  return {
    ...(connection && { _clientAddress: connection.client }),
    ...(connection?.server !== undefined && { _serverAddress: connection.server }),
    ...(cutOff && { _bitsCutOff: cutOff }),
    ...(answeredBy === 'proxy' && { _bitsAnsweredBy: answeredBy }),
  };
}

export function requestMembers({ head, bodyLength }: HttpRequest, connection: Connection | undefined) {
  const { method, version, headers, length } = head;
  return {
    method,
    url: requestUrl(head, connection?.server),
    httpVersion: `HTTP/${version}`,
    cookies: headers.filter(isNamed('cookie')).flatMap(([, value]) => value.split(';').map(cookie)),
    headers: headers.map(pair),
    queryString: queryOf(head.target),
    headersSize: length,
    bodySize: bodyLength,
  };
}

/** What an answer has; without one, what says so. */
export function responseMembers(row: TimelineRow) {
  const { response } = row.exchange;
  if (!response) {
    const said = answerLine(row);
    const nothing = { status: 0, statusText: '', httpVersion: '', cookies: [], headers: [], redirectURL: '' };
    return { ...nothing, headersSize: -1, bodySize: -1, comment: said, _error: said };
  }
  const { status, reason, version, headers, length } = response.head;
  return {
    ...{ status, statusText: reason, httpVersion: `HTTP/${version}` },
    cookies: headers.filter(isNamed('set-cookie')).map(([, value]) => cookie(value.split(';')[0] ?? '')),
    headers: headers.map(pair),
    redirectURL: header(headers, 'Location') ?? '',
    headersSize: length,
    bodySize: response.bodyLength,
  };
}

export function mimeTypeOf(headers: readonly Header[] = []): string {
  return header(headers, 'Content-Type') || UNKNOWN_TYPE;
}

/** Which session, what was said, and what was found. */
function commentOf(row: TimelineRow, session: SessionView | undefined): string {
  const about = session ? `${session.id} ${session.sessionId ?? 'without an id'}: ` : '';
  const findings = row.findings.map(({ severity, rule }) => `${severity} ${rule}`);
  return safeText(`${about}${requestLine(row)} -> ${answerLine(row)}${findings.length > 0 ? `; ${findings.join(', ')}` : ''}`);
}

/** An early answer takes the end of its request's time: no time is negative in HAR, and none is counted twice. */
function timings(request: HttpRequest, response: HttpResponse | undefined) {
  const sent = request.endedAt ?? request.headAt;
  const begun = Math.max(response?.startedAt ?? sent, request.startedAt);
  const end = Math.max(response?.endedAt ?? response?.headAt ?? begun, begun);
  const send = Math.max(0, Math.min(sent, begun) - request.startedAt);
  return { send: micro(send), wait: micro(begun - request.startedAt - send), receive: micro(end - begun) };
}

/** Milliseconds have no more digits than were measured. */
function micro(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function pair([name, value]: Header) {
  return { name, value };
}

function isNamed(name: string): (field: Header) => boolean {
  return ([other]) => other.toLowerCase() === name;
}

function cookie(text: string) {
  const [name = '', ...value] = text.trim().split('=');
  return { name, value: value.join('=') };
}

function queryOf(target: string) {
  const begin = target.indexOf('?');
  if (begin < 0) return [];
  const fields = target.slice(begin + 1).split('&');
  return fields.filter((field) => field !== '').map((field) => cookie(field));
}

/** Only an address is one: a name is none. */
function addressOf(server: string | undefined): string | undefined {
  const host = parseHostId(server ?? '')?.host;
  return host !== undefined && (/^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':')) ? host : undefined;
}
