/** What a request is about, told from its head alone: asked once for each request, BITS or not. */
import { type Header, header, isName, type RequestHead } from '../http/message.ts';
import { BITS_POST, HOST, METHOD_OVERRIDE, ORIGINAL_REQUEST_URL, PACKET_TYPE, USER_AGENT } from './headers.ts';
import { requestFile, responseFile } from './notification.ts';

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/**
 * Whether a request is meant as a BITS packet: by its method, whatever its case, by an override of it, or by any
 * `BITS-Packet-Type`. Some clients `POST`, as OneDrive's do.
 */
export function isBitsRequest(head: RequestHead): boolean {
  return isBitsPost(head.method) || head.headers.some((field) => speaksBits(field));
}

/** Whether a server tells the application behind it of an upload [BUP §2.2.12], also when it forgets to say of which. */
export function isNotification({ method, headers }: RequestHead): boolean {
  if (method !== 'POST') return false;
  return header(headers, ORIGINAL_REQUEST_URL) !== undefined || requestFile(headers) !== undefined || responseFile(headers) !== undefined;
}

/** Whether Windows' own client sent it, which also downloads with HEAD and GET. */
export function isBitsClient(head: RequestHead): boolean {
  return header(head.headers, USER_AGENT)?.startsWith('Microsoft BITS/') ?? false;
}

/** `host[:port]` of an absolute target, else of `Host`, as sent; a user name in the target is left out. */
export function requestHost(head: RequestHead): string | undefined {
  return targetHost(head.target) ?? (header(head.headers, HOST) || undefined);
}

/** `host[:port]` of a target in absolute form [RFC 9112 §3.2.2]; none in origin form. */
export function targetHost(target: string): string | undefined {
  if (target.startsWith('/')) return undefined;
  const authority = ABSOLUTE.exec(target)?.[1];
  return authority?.slice(authority.lastIndexOf('@') + 1) || undefined;
}

/** Whether a target in absolute form names a user, most likely with a password. */
export function namesUser(target: string): boolean {
  return !target.startsWith('/') && (ABSOLUTE.exec(target)?.[1]?.includes('@') ?? false);
}

const ACCESS_TOKEN = /[?&]access_token=[^&]/i;

/** Whether the query holds an access token, as OneDrive's clients send it. */
export function carriesToken(target: string): boolean {
  return target.includes('?') && ACCESS_TOKEN.test(target);
}

/** The path of a target in origin or absolute form, as sent, without the query. */
export function requestPath(target: string): string {
  const rest = target.startsWith('/') ? target : target.replace(ABSOLUTE, '');
  const query = rest.indexOf('?');
  return (query < 0 ? rest : rest.slice(0, query)) || '/';
}

/** The query of a target with its `?`, as sent; '' where there is none. */
export function requestQuery(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? '' : target.slice(query);
}

function isBitsPost(method: string): boolean {
  return method === BITS_POST || (method.length === BITS_POST.length && method.toUpperCase() === BITS_POST);
}

function speaksBits([name, value]: Header): boolean {
  return isName(name, PACKET_TYPE) || (isName(name, METHOD_OVERRIDE) && isBitsPost(value));
}
