import { schemeOf } from '../bits/authentication.ts';
import { carriesToken, namesUser } from '../bits/classify.ts';
import { AUTHORIZATION, PROXY_AUTHORIZATION } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { type Header, header } from '../http/message.ts';
import { defineRule } from './rule.ts';

/**
 * `to-tap`: the server is reached by TLS, so that only the way from the client to us is open. `to-proxy`: they are for a
 * proxy. Nothing of the credentials is kept.
 */
type Exposed = { where: Place; leg: 'whole-way' | 'to-tap' | 'to-proxy'; server: string };
type Place = 'header' | 'proxy-header' | 'url' | 'query';

const WHAT: Readonly<Record<Place, string>> = {
  header: 'Basic credentials were sent',
  'proxy-header': 'Basic credentials for a proxy were sent',
  url: 'A user name stands in the URL that was sent',
  query: 'An access token stands in the URL that was sent',
};

export const basicAuthCleartext = defineRule<RequestPacket['type'], Exposed>({
  id: 'basic-auth-cleartext',
  on: EVERY_PACKET,
  answered: ['accepted', 'refused', 'challenged', 'unanswered'],
  about: 'request',
  once: 'session',
  severity: ({ leg }) => (leg === 'to-tap' ? 'note' : 'warning'),
  blames: 'client',
  confidence: 'certain',
  listed: { severity: 'warning' },
  source: '[DOC authentication]',
  title: 'Credentials in clear text',
  why: 'Basic credentials are the password in another spelling, and a token is as good as one. Whoever sees the traffic can act as this user.',
  fix: 'Use HTTPS for the job, or Negotiate, NTLM or Digest instead of Basic. Never put user and password into the URL.',
  reality: 'Windows sends credentials only when it was challenged, and by the scheme that the server asked for.',
  check({ exchange, request, server }) {
    const where = exposedIn(exchange.request?.head.headers ?? [], request.target);
    if (!where) return undefined;
    if (where === 'proxy-header') return { where, leg: 'to-proxy', server: server.name };
    const toTls = server.name.endsWith(':443') || request.target.startsWith('https:');
    return { where, leg: toTls ? 'to-tap' : 'whole-way', server: server.name };
  },
  message({ where, leg, server }) {
    if (leg === 'to-proxy') return `${WHAT[where]} in clear text.`;
    if (leg === 'to-tap') return `${WHAT[where]} in clear text as far as here; ${server} is reached by TLS.`;
    return `${WHAT[where]} in clear text to ${server}.`;
  },
});

function exposedIn(headers: readonly Header[], target: string): Place | undefined {
  if (isBasic(header(headers, AUTHORIZATION))) return 'header';
  if (isBasic(header(headers, PROXY_AUTHORIZATION))) return 'proxy-header';
  if (namesUser(target)) return 'url';
  return carriesToken(target) ? 'query' : undefined;
}

function isBasic(sent: string | undefined): boolean {
  return sent !== undefined && schemeOf(sent) === 'Basic';
}
