import { requestQuery } from '../bits/classify.ts';
import { beganUnseen } from '../bits/expectation.ts';
import { reachesHost, sameHost } from '../bits/host-id.ts';
import type { RequestPacket } from '../bits/packet.ts';
import type { Session } from '../bits/session.ts';
import { percentDecoded } from '../bits/url-text.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** Of a query, only the names of its parameters: their values may be secrets. */
type Moved = { part: 'path' | 'host' | 'query'; was: string; now: string };

export const destinationUrlChanged = defineRule<'ping' | 'fragment' | 'close-session' | 'cancel-session', Moved>({
  id: 'destination-url-changed',
  on: ['ping', 'fragment', 'close-session', 'cancel-session'],
  about: 'request',
  once: 'session',
  onceFor: ({ part }) => part,
  severity: ({ part }) => (part === 'query' ? 'note' : 'warning'),
  listed: { severity: 'warning' },
  blames: 'client',
  confidence: 'likely',
  source: '[BUP §1.3.1, §2.2.3.2]',
  title: 'URL changed within a session',
  why: 'All packets of a session go to one URL; only the host may change, to the one in BITS-Host-Id. IIS finds the virtual directory by the URL and may not find the session under another.',
  fix: 'Send each packet to the URL of Create-Session. If the client does, look for a proxy that rewrites paths or hosts.',
  reality:
    'Some servers look at the URL of Create-Session only, others derive the session from it. OneDrive clients add access_token to the query of Fragments.',
  check({ request, before }) {
    if (before.sessionId === undefined) return undefined;
    return movedPath(request, before) ?? movedHost(request, before) ?? movedQuery(request, before);
  },
  message({ part, was, now }) {
    if (part === 'query') return `The query of the URL has ${now || 'no parameters'}; it had ${was || 'none'} when the session began.`;
    return `The ${part} of the URL is ${now}; it was ${was} when the session began.`;
  },
});

function movedPath({ path }: RequestPacket, before: Session): Moved | undefined {
  if (path === before.path || percentDecoded(path) === percentDecoded(before.path)) return undefined;
  return { part: 'path', was: quoted(before.path), now: quoted(path) };
}

/** Of a session that we joined, the first host may be any of those that it may go to. */
function movedHost({ host }: RequestPacket, before: Session): Moved | undefined {
  const { hosts, hostId } = before;
  const [origin] = hosts;
  if (host === undefined || origin === undefined || host === origin || beganUnseen(before)) return undefined;
  if (sameHost(host, origin) || (hostId !== undefined && reachesHost(host, hostId))) return undefined;
  return { part: 'host', was: quoted(origin), now: quoted(host) };
}

function movedQuery({ target }: RequestPacket, { memory }: Session): Moved | undefined {
  const query = requestQuery(target);
  return query === (memory.query ?? '') ? undefined : { part: 'query', was: parameters(memory.query ?? ''), now: parameters(query) };
}

function parameters(query: string): string {
  const names = query
    .slice(1)
    .split('&')
    .map((parameter) => parameter.slice(0, nameLength(parameter)));
  return quoted(names.filter((name) => name !== '').join(', '));
}

/** Without a `=`, it may be a secret as well as a name: its beginning tells it apart. */
function nameLength(parameter: string): number {
  const end = parameter.indexOf('=');
  return end < 0 ? Math.min(parameter.length, SHOWN_NAME) : end;
}

const SHOWN_NAME = 20;
