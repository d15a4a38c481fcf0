import { ERROR_CONTEXT } from '../bits/headers.ts';
import { CONTEXT_APPLICATION, CONTEXT_SERVER, SUCCESS } from '../bits/hresult.ts';
import type { Ack, RequestPacket, RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS } from '../bits/packet-name.ts';
import { endsTheFile } from '../bits/refusal.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule, type Severity } from './rule.ts';

type Problem = 'value' | 'alone' | 'missing' | 'not-the-application' | 'unprefixed';
type Invalid = { problem: Problem; status: number; context?: string };

export const errorContextInvalid = defineRule<RequestType, Invalid>({
  id: 'error-context-invalid',
  on: KNOWN_PACKETS,
  answered: ['refused'],
  about: 'answer',
  once: 'session',
  onceFor: ({ problem }) => problem,
  severity: severityOf,
  blames: 'server',
  // That only the final Fragment reaches the application is concluded from the server's steps.
  confidence: ({ problem }) => (problem === 'not-the-application' ? 'likely' : 'certain'),
  listed: { severity: 'warning', confidence: 'certain' },
  source: '[BUP §2.2.1.2, §3.2.5.2.6]',
  title: 'Error context is wrong',
  why: 'The context tells whom to ask: 0x5 the server, 0x7 the application behind it. A wrong one sends people to the wrong team.',
  fix: 'Send BITS-Error-Context: 0x5 with every error of the server. Send 0x7 only in the Ack to the last Fragment, when the application refused.',
  reality: 'XenServer sends 0x7 for its own errors, gobits a bare 5, SimpleBITSServer an empty value.',
  check({ ack, request, exchange }) {
    if (ack.type === 'no-ack' || ack.status < 400) return undefined;
    if (ack.error) return besideError(ack, ack.error, request);
    const context = ack.bits ? header(exchange.response?.head.headers ?? [], ERROR_CONTEXT) : undefined;
    return context === undefined ? undefined : { problem: 'alone', status: ack.status, context: quoted(context) };
  },
  message({ problem, status, context = '' }) {
    const sent = `BITS-Error-Context is ${context === '' ? 'empty' : `"${context}"`}`;
    switch (problem) {
      case 'value':
        return `${sent}; only 0x5 and 0x7 have a meaning.`;
      case 'alone':
        return `${sent} in a ${status}, and there is no error code beside it.`;
      case 'missing':
        return `The ${status} has an error code but no BITS-Error-Context.`;
      case 'not-the-application':
        return `${sent} in a ${status}: the application is blamed, but only the last Fragment reaches it.`;
      case 'unprefixed':
        return `${sent}, without its 0x.`;
    }
  },
});

function severityOf({ problem }: Invalid): Severity {
  return problem === 'missing' || problem === 'unprefixed' ? 'note' : 'warning';
}

function besideError(
  { status }: Ack,
  { code, contextText, context }: NonNullable<Ack['error']>,
  request: RequestPacket,
): Invalid | undefined {
  if (contextText === undefined) return code === SUCCESS ? undefined : { problem: 'missing', status };
  const told = { status, context: quoted(contextText) };
  if (context !== CONTEXT_SERVER && context !== CONTEXT_APPLICATION) return { problem: 'value', ...told };
  if (context === CONTEXT_APPLICATION && neverReaches(request)) return { problem: 'not-the-application', ...told };
  return /^0x/i.test(contextText) ? undefined : { problem: 'unprefixed', ...told };
}

/** A Fragment whose range can't be read may be the last one. */
function neverReaches(request: RequestPacket): boolean {
  return request.type === 'fragment' ? request.range !== undefined && !endsTheFile(request) : true;
}
