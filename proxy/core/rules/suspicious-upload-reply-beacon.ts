import { parseHostId } from '../bits/host-id.ts';
import type { PastSession } from './case.ts';
import { pastSession } from './past-session.ts';
import { defineRule } from './rule.ts';

type Uploads = readonly PastSession[];
type Beacon = { sessions: number; signs: string; everyMs: number; client: string; server: string };

/** Sessions that make a pattern, and signs of it. */
const SPEAKS_AT: ReadonlySet<number> = new Set([5, 10, 20]);
const ENOUGH_SIGNS = 4;
/** How few bytes a beacon sends, and how far its intervals may be from their mean. */
const TINY = 4096n;
const JITTER = 0.2;
/** BG_E_HTTP_ERROR_404: what a client logs for an answer of 404, and no code of a server [MSG]. */
const HTTP_NOT_FOUND = 0x80190194;

// biome-ignore format: a table
const SIGNS: readonly (readonly [sign: string, shows: (uploads: Uploads) => boolean])[] = [
  ['regular intervals',                        (uploads) => isRegular(intervals(uploads))],
  ['tiny bodies',                              (uploads) => uploads.every(({ total }) => total !== undefined && total <= TINY)],
  ['every reply fetched',                      (uploads) => uploads.every(({ replyFetched }) => replyFetched)],
  ['an IP address or an unusual port as host', (uploads) => uploads.every(({ host }) => host !== undefined && isUnusual(host))],
  ['one token in upload path and reply URL',   (uploads) => uploads.every(({ path, replyUrl = '' }) => tokensIn(path).some((token) => replyUrl.includes(token)))],
  ['decimal session ids',                      (uploads) => uploads.every(({ sessionId = '' }) => /^\d+$/.test(sessionId))],
  ['a server that calls itself IIS and lacks its habits', (uploads) => uploads.every(({ unlikeIis }) => unlikeIis === true)],
  ['0x80190194 as the only error',             (uploads) => hasOnlyError(uploads, HTTP_NOT_FOUND)],
  ['a user agent other than Microsoft BITS',   (uploads) => uploads.every(({ userAgent = '' }) => !userAgent.startsWith('Microsoft BITS/'))],
];

export const suspiciousUploadReplyBeacon = defineRule<'session', Beacon>({
  id: 'suspicious-upload-reply-beacon',
  on: ['session'],
  about: 'request',
  severity: 'note',
  blames: 'unknown',
  confidence: 'guess',
  source: 'no rule of the protocol, but what others found (MITRE ATT&CK T1197); the reply is [BUP §2.2.7.2]',
  title: 'Upload-reply sessions that look like a beacon',
  why: 'Malware uses BITS jobs to report and to fetch orders, because they pass firewalls and survive restarts. Many small upload-reply sessions to one host look like that.',
  fix: 'Find the owner of the job on the client: bitsadmin /list /allusers /verbose. Programs that poll for work look the same.',
  reality:
    'It takes at least five sessions of one client and server, all with a reply, and four signs; it is told of at the fifth, the tenth and the twentieth session.',
  check({ session, moment, earlier }) {
    if (moment !== 'over' || !session.reply || !SPEAKS_AT.has(earlier.length + 1)) return undefined;
    const uploads = [...earlier, pastSession(session)];
    if (uploads.some(({ replyUrl }) => replyUrl === undefined)) return undefined;
    const signs = SIGNS.filter(([, shows]) => shows(uploads)).map(([sign]) => sign);
    if (signs.length < ENOUGH_SIGNS) return undefined;
    const everyMs = Math.round(mean(intervals(uploads)));
    return { sessions: uploads.length, signs: signs.join(', '), everyMs, client: session.client, server: session.server };
  },
  message: ({ sessions, signs, client, server }) => `In ${sessions} upload-reply sessions from ${client} to ${server}: ${signs}.`,
});

/** At least one was refused, and none for another reason. */
function hasOnlyError(uploads: Uploads, code: number): boolean {
  return uploads.some(({ errorCode }) => errorCode === code) && uploads.every(({ errorCode = code }) => errorCode === code);
}

function intervals(uploads: Uploads): readonly number[] {
  return uploads.slice(1).map(({ createdAt }, index) => createdAt - (uploads[index]?.createdAt ?? createdAt));
}

function isRegular(gaps: readonly number[]): boolean {
  const average = mean(gaps);
  return average > 0 && gaps.every((gap) => Math.abs(gap - average) <= JITTER * average);
}

function mean(gaps: readonly number[]): number {
  return gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, gaps.length);
}

function isUnusual(text: string): boolean {
  const named = parseHostId(text);
  if (!named) return false;
  const { host, port } = named;
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host) || (port !== undefined && port !== 80 && port !== 443);
}

/** Segments that no person would choose as a name: long, and with digits in them. */
function tokensIn(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment.length >= 12 && /^[\w-]+$/.test(segment) && /\d/.test(segment));
}
