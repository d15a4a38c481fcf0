import { targetHost } from '../bits/classify.ts';
import { sameHost } from '../bits/host-id.ts';
import { resolveReplyUrl } from '../bits/reply.ts';
import type { Session } from '../bits/session.ts';
import { quoted } from './quote.ts';
import { type Confidence, defineRule, type Severity } from './rule.ts';

type Problem = 'empty' | 'too-long' | 'scheme' | 'unreadable' | 'foreign-host' | 'backslash' | 'relative';
type Misformed = { problem: Problem; url: string; host?: string };

/** [BUP §2.2.1.2] */
const MAX_LENGTH = 2_200;

const WORDS: Readonly<Record<Problem, string>> = {
  empty: 'it is empty',
  'too-long': `it is longer than ${MAX_LENGTH} characters`,
  scheme: 'a client fetches replies by http or https',
  unreadable: 'it is no URL',
  'foreign-host': 'its host is neither the one that the client uploads to nor the Host-Id',
  backslash: 'it has backslashes, as IIS writes them',
  relative: 'it is relative, as IIS writes it',
};

export const replyUrlMalformed = defineRule<'fragment', Misformed>({
  id: 'reply-url-malformed',
  on: ['fragment'],
  answered: ['accepted'],
  about: 'answer',
  severity: ({ problem }) => severityOf(problem),
  listed: { severity: 'error', confidence: 'certain' },
  blames: 'server',
  confidence: ({ problem }) => confidenceOf(problem),
  source: '[BUP §2.2.7.2, §2.2.1.2, §2.2.13.2, §4.2]',
  title: 'Reply URL that clients may not be able to fetch',
  why: 'The file arrived, but the client has to download the reply from this URL, and the upload ends with an error when it cannot.',
  fix: 'Announce an absolute http or https URL under the name that clients use. Behind a reverse proxy, rewrite the internal host name or configure the public one.',
  reality:
    "IIS sends a relative URL with backslashes and braces; Windows' client turns and encodes them. A static reply of the application may lie on any host.",
  check({ request, ack, before }) {
    if (ack.type !== 'fragment-ack' || ack.replyUrl === undefined) return undefined;
    if (request.range && request.range.last + 1n < request.range.total) return undefined;
    return problemOf(ack.replyUrl, before, request.host);
  },
  message({ problem, url, host }) {
    const what = problem === 'empty' ? 'BITS-Reply-URL' : `BITS-Reply-URL is "${url}"${host === undefined ? '' : `, on ${host}`}`;
    return problem === 'empty' ? `${what} is empty.` : `${what}: ${WORDS[problem]}.`;
  },
});

function severityOf(problem: Problem): Severity {
  if (problem === 'backslash' || problem === 'relative') return 'note';
  return problem === 'foreign-host' ? 'warning' : 'error';
}

function confidenceOf(problem: Problem): Confidence {
  if (problem === 'foreign-host') return 'guess';
  return severityOf(problem) === 'error' ? 'certain' : 'likely';
}

/** The gravest. */
function problemOf(sent: string, session: Session, asked: string | undefined): Misformed | undefined {
  const url = quoted(sent);
  if (sent === '') return { problem: 'empty', url };
  if (sent.length > MAX_LENGTH) return { problem: 'too-long', url };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(sent)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return { problem: 'scheme', url };
  const host = targetHost(resolveReplyUrl(sent, session.url) ?? '/');
  if (host === undefined) return { problem: 'unreadable', url };
  if (!isKnown(host, session, asked)) return { problem: 'foreign-host', url, host: quoted(host) };
  if (sent.includes('\\')) return { problem: 'backslash', url };
  return scheme === undefined ? { problem: 'relative', url } : undefined;
}

/** The server as the client names it, as it names itself, or as the tap reaches it. */
function isKnown(host: string, { hosts, hostId, server, url }: Session, asked: string | undefined): boolean {
  return [...hosts, hostId, server, targetHost(url), asked].some((known) => known !== undefined && sameHost(known, host));
}
