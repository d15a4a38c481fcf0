import { parseHostId } from '../bits/host-id.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** Characters, of the IIS property BITSHostId [DOC bits-iis-extension-properties]. */
const MAX_LENGTH = 300;

type Problem = 'empty' | 'too-long' | 'scheme' | 'blank' | 'path' | 'unreadable' | 'port';

const SAYS: Readonly<Record<Problem, string>> = {
  empty: 'is empty',
  'too-long': `has more than ${MAX_LENGTH} characters`,
  scheme: 'is a URL',
  blank: 'has a blank in it',
  path: 'has a path',
  unreadable: 'is no host',
  port: 'has a port, which the grammar does not know',
};

export const hostIdMalformed = defineRule<'create-session', { hostId: string; problem: Problem }>({
  id: 'host-id-malformed',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: ({ problem }) => (problem === 'port' ? 'note' : 'error'),
  blames: 'server',
  // The sources leave ports out and do not forbid them.
  confidence: ({ problem }) => (problem === 'port' ? 'likely' : 'certain'),
  listed: { severity: 'error', confidence: 'certain' },
  source: '[BUP §2.2.3.2], [DOC bits-iis-extension-properties]',
  title: 'BITS-Host-Id is no host',
  why: 'The client puts it into the URL in place of the host and sends all that follows there. It cannot connect, and the upload stops after Create-Session.',
  fix: 'Set BITSHostId to a bare DNS name or IP address, without http://, path or port.',
  check({ ack }) {
    if (ack.type !== 'create-session-ack' || ack.hostId === undefined) return undefined;
    const problem = problemOf(ack.hostId);
    return problem === undefined ? undefined : { hostId: quoted(ack.hostId), problem };
  },
  message: ({ hostId, problem }) => `BITS-Host-Id ${SAYS[problem]}${problem === 'empty' ? '' : `: ${hostId}`}.`,
});

function problemOf(hostId: string): Problem | undefined {
  if (hostId === '') return 'empty';
  if (hostId.length > MAX_LENGTH) return 'too-long';
  const host = parseHostId(hostId);
  if (host) return host.port === undefined ? undefined : 'port';
  if (hostId.includes('://')) return 'scheme';
  if (/\s/.test(hostId)) return 'blank';
  return /[/\\]/.test(hostId) ? 'path' : 'unreadable';
}
