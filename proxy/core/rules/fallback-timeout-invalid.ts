import { HOST_ID_FALLBACK_TIMEOUT } from '../bits/headers.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `missing`: beside a Host-Id. */
type Invalid = { problem: 'unreadable' | 'zero' | 'without-host-id' | 'missing'; timeout?: string; hostId?: string };

export const fallbackTimeoutInvalid = defineRule<'create-session', Invalid>({
  id: 'fallback-timeout-invalid',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: ({ problem }) => (problem === 'missing' ? 'note' : 'warning'),
  blames: 'server',
  // Optional by its heading, required by its text.
  confidence: ({ problem }) => (problem === 'missing' ? 'likely' : 'certain'),
  listed: { severity: 'warning', confidence: 'certain' },
  source: '[BUP §2.2.3.2], [DOC ack-for-create-session]',
  title: 'Fallback time-out cannot be used',
  why: 'The time-out says when a client may give up the host in BITS-Host-Id and go back to the first one. Without it the client waits for that host for ever, also when it is gone for good.',
  fix: 'Send BITS-Host-Id-Fallback-Timeout beside BITS-Host-Id and nowhere else, in whole seconds (IIS: BITSHostIdFallbackTimeout). Keep it below the NoProgressTimeout of the jobs.',
  reality: 'IIS sends 86400 seconds, a day, unless told otherwise.',
  check({ ack, exchange }) {
    if (ack.type !== 'create-session-ack') return undefined;
    const { hostId, fallbackTimeoutS } = ack;
    if (hostId !== undefined && fallbackTimeoutS) return undefined;
    const timeout = header(exchange.response?.head.headers ?? [], HOST_ID_FALLBACK_TIMEOUT);
    if (timeout === undefined) return hostId ? { problem: 'missing', hostId: quoted(hostId) } : undefined;
    const problem = hostId === undefined ? 'without-host-id' : fallbackTimeoutS === 0 ? 'zero' : 'unreadable';
    return { problem, timeout: quoted(timeout) };
  },
  message({ problem, timeout, hostId }) {
    if (problem === 'missing') return `The server names the host ${hostId} and no time-out: the client may never fall back from it.`;
    if (problem === 'without-host-id') return `BITS-Host-Id-Fallback-Timeout is ${timeout}, but there is no BITS-Host-Id.`;
    return `BITS-Host-Id-Fallback-Timeout is "${timeout}", not a number of seconds above 0.`;
  },
});
