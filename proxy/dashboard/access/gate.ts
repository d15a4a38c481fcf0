import type { IncomingMessage } from 'node:http';
import { type Answer, page, text } from '../answer.ts';
import { type AccessPolicy, type AccessRequest, type Decision, decide } from './decide.ts';
import { setCookie } from './token.ts';

const WHERE_THE_TOKEN_IS =
  'Open the address that bitstap printed when it started: the line that begins with "page". Scripts send "Authorization: Bearer" and the token.';

/** What a request that may not pass, or that came to enter, is answered; nothing for one that may pass. */
export function gate(request: IncomingMessage, kind: AccessRequest['kind'], policy: AccessPolicy): Answer | undefined {
  const { method = '', url = '', headers } = request;
  const decision = decide({ method, url, headers, kind }, policy);
  switch (decision.verdict) {
    case 'allow':
      return undefined;
    case 'enter':
      return enter(decision.from, policy);
    case 'refuse':
      return refuse(decision, headers.accept?.includes('text/html') ? 'html' : 'text');
  }
}

/** The cookie for the token, and on to the same address without it. */
function enter(from: 'here' | 'elsewhere', { port, token }: AccessPolicy): Answer {
  const cookie = { 'Set-Cookie': setCookie(port, token) };
  if (from === 'here') return { ...text(303, 'The token is now a cookie.'), headers: { ...cookie, Location: '/' } };
  // A browser sends no strict cookie along a redirect that began on another site; a page of ours has to take the next step.
  return { ...page(200, '<a href="/">bitstap</a>', '<meta http-equiv="refresh" content="0;url=/">'), headers: cookie };
}

function refuse({ status, why }: Extract<Decision, { verdict: 'refuse' }>, as: 'html' | 'text'): Answer {
  const message = status === 401 ? `${why} ${WHERE_THE_TOKEN_IS}` : why;
  const answer = as === 'html' ? page(status, message) : text(status, message);
  return status === 401 ? { ...answer, headers: { 'WWW-Authenticate': 'Bearer realm="bitstap"' } } : answer;
}
