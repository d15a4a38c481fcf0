import { formatHresult } from '../bits/hresult.ts';
import { defineRule } from './rule.ts';

export const pingRejected = defineRule<'ping', { status: number; code?: string }>({
  id: 'ping-rejected',
  on: ['ping'],
  answered: ['refused'],
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §3.2.5.2.5]',
  title: 'Ping rejected',
  why: 'Clients ping when they resume an upload and after BITS-Host-Id. A Ping that fails keeps them from going on, although the session may be alive.',
  fix: 'Answer every Ping with 200, without looking for a session or at rights. Only 401 and 407 may come first.',
  reality:
    'One section of the specification wants a session id in a Ping, its own section does not, and Windows sends none: there is no session to look for.',
  check({ ack, faults }) {
    // A redirect is another rule's matter.
    if (ack.type === 'no-ack' || ack.status < 400 || faults.some(({ severity }) => severity === 'error')) return undefined;
    const code = ack.error?.code;
    return { status: ack.status, ...(code !== undefined && { code: formatHresult(code) }) };
  },
  message: ({ status, code }) => `Ping was answered with ${status}${code === undefined ? '' : ` and ${code}`}, not with 200.`,
});
