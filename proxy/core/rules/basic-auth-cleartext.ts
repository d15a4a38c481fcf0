import { schemeOf } from '../bits/authentication.ts';
import { namesUser } from '../bits/classify.ts';
import { AUTHORIZATION } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { header } from '../http/message.ts';
import { defineRule } from './rule.ts';

/** `to-tap`: the server is reached by TLS, so that only the way from the client to us is open. Nothing of the credentials is kept. */
type Exposed = { where: 'header' | 'url'; leg: 'whole-way' | 'to-tap'; server: string };

export const basicAuthCleartext = defineRule<RequestPacket['type'], Exposed>({
  id: 'basic-auth-cleartext',
  on: EVERY_PACKET,
  answered: ['accepted', 'refused', 'challenged', 'unanswered'],
  about: 'request',
  once: 'session',
  severity: ({ leg }) => (leg === 'whole-way' ? 'warning' : 'note'),
  blames: 'client',
  confidence: 'certain',
  listed: { severity: 'warning' },
  source: '[DOC authentication]',
  title: 'Password in clear text',
  why: 'Basic credentials are the password in another spelling. Whoever sees the traffic can log on as this user.',
  fix: 'Use HTTPS for the job, or Negotiate, NTLM or Digest instead of Basic. Never put user and password into the URL.',
  reality: 'Windows sends credentials only when it was challenged, and by the scheme that the server asked for.',
  check({ exchange, request, server }) {
    const sent = header(exchange.request?.head.headers ?? [], AUTHORIZATION);
    const inHeader = sent !== undefined && schemeOf(sent) === 'Basic';
    if (!inHeader && !namesUser(request.target)) return undefined;
    const toTls = server.name.endsWith(':443') || request.target.startsWith('https:');
    return { where: inHeader ? 'header' : 'url', leg: toTls ? 'to-tap' : 'whole-way', server: server.name };
  },
  message({ where, leg, server }) {
    const what = where === 'header' ? 'Basic credentials were sent' : 'A user name stands in the URL that was sent';
    if (leg === 'to-tap') return `${what} in clear text as far as here; ${server} is reached by TLS.`;
    return `${what} in clear text to ${server}.`;
  },
});
