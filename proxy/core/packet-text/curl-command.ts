import { requestPath, requestQuery } from '../bits/classify.ts';
import { AUTHORIZATION, CONTENT_LENGTH, HOST, PROXY_AUTHORIZATION, SESSION_ID, USER_AGENT } from '../bits/headers.ts';
import { type Header, type HttpRequest, header, isName, type RequestHead } from '../http/message.ts';
import { asciiText, shellQuote } from './shell-text.ts';

export interface CurlTarget {
  /** Scheme, host and port as a word of the shell, quoted where it must be. */
  readonly server: string;
  /** Whether `Host` is left to curl, which takes it from the server. */
  readonly host: 'as sent' | 'of the server';
  /** The file with the body, as a word of the shell. */
  readonly body: string;
  /** What stands for a session id in double quotes, as in `$SESSION_s1`, where it is this one. */
  readonly session?: { readonly id: string; readonly variable: string };
}

export interface CurlCommand {
  /** Its lines, with a backslash at the end of each but the last; Latin-1, as all text from heads is. */
  readonly lines: readonly string[];
  /** What of the request is not in it, a phrase each, in ASCII. */
  readonly left: readonly string[];
}

/** Credentials belong to whoever sent them. */
const CREDENTIALS: readonly string[] = [AUTHORIZATION, PROXY_AUTHORIZATION, 'Cookie'];
/** What curl says of itself unless told otherwise. */
const CURLS_OWN: readonly string[] = ['Accept', USER_AGENT];
const CURLS_OWN_OF_BODIES: readonly string[] = ['Content-Type', 'Expect'];

/** A request for curl in a POSIX shell: method, path and headers as sent. Nothing where curl can't send it, however it is asked. */
export function curlCommand({ head, bodyLength }: HttpRequest, target: CurlTarget): CurlCommand | undefined {
  const { method, headers, version } = head;
  const path = `${requestPath(head.target)}${requestQuery(head.target)}`;
  if (/[\0\r\n]/.test(method + path)) return undefined;
  const left: string[] = [];
  const words = [...methodWords(method, version), ...urlWords(path, target.server)];
  const lines = headers.flatMap((field) => headerWords(field, head, target, left));
  const hasBody = bodyLength > 0 || header(headers, CONTENT_LENGTH) !== undefined;
  for (const name of [...CURLS_OWN, ...(hasBody ? CURLS_OWN_OF_BODIES : [])])
    if (header(headers, name) === undefined) lines.push(`-H ${shellQuote(`${name}:`)}`);
  if (hasBody) lines.push(`--data-binary ${bodyLength > 0 ? `@${target.body}` : "''"}`);
  const all = [`curl ${words.join(' ')}`, ...lines];
  return { lines: all.map((line, index) => (index === all.length - 1 ? line : `${line} \\`)), left };
}

/** To a HEAD there is no body, which curl must know. */
function methodWords(method: string, version: string): readonly string[] {
  return [...(method === 'HEAD' ? ['--head'] : ['-X', shellQuote(method)]), version === '1.0' ? '--http1.0' : '--http1.1'];
}

/** What curl would read as something else, or change, is told apart from the address. */
const PLAIN_PATH = /^\/[A-Za-z0-9._~/%?&=:,+!$();*@-]*$/;

function urlWords(path: string, server: string): readonly string[] {
  const isPlain = PLAIN_PATH.test(path) && !/\/\.{1,2}(?:[/?]|$)/.test(path);
  return isPlain ? [`${server}${shellQuote(path)}`] : ['--request-target', shellQuote(path), `${server}/`];
}

/** As a header's name must be [RFC 9110 §5.1]; `-H @name` would read a file. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headerWords([name, value]: Header, { anomalies }: RequestHead, { host, session }: CurlTarget, left: string[]): readonly string[] {
  if (isName(name, CONTENT_LENGTH) || (host === 'of the server' && isName(name, HOST))) return [];
  if (CREDENTIALS.some((secret) => isName(name, secret))) return leaveOut(left, `${asciiText(name)}, which is secret`);
  const isHeader = TOKEN.test(name) && (value !== '' || !anomalies.includes('no-colon'));
  if (!isHeader || /[\0\r\n]/.test(value)) return leaveOut(left, `a header that curl can't send (${asciiText(name).slice(0, 60)})`);
  if (session && isName(name, SESSION_ID) && value === session.id) return [`-H "${name}: ${session.variable}"`];
  return [`-H ${shellQuote(value === '' ? `${name};` : `${name}: ${value}`)}`];
}

function leaveOut(left: string[], what: string): readonly string[] {
  left.push(what);
  return [];
}
