import { sameGuid } from '../bits/guid.ts';
import { UPLOAD_PROTOCOL } from '../bits/headers.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** Of a server that accepts such an offer, too, is said what it did. */
type Uncommon = { side: 'client' | 'server'; offered: string; status?: number };

export const noCommonProtocol = defineRule<'create-session', Uncommon>({
  id: 'no-common-protocol',
  on: ['create-session'],
  about: 'request',
  severity: ({ side }) => (side === 'client' ? 'error' : 'warning'),
  blames: ({ side }) => side,
  confidence: 'certain',
  listed: { severity: 'error', blames: 'client' },
  source: '[BUP §1.7.1, §3.2.5.2.4], [DOC create-session]',
  title: 'No protocol in common',
  why: 'Only one upload protocol was ever defined, and the client does not offer it. The server has to refuse with 400 and 0x80070057; the job fails with 0x80200022.',
  fix: `Client: offer ${UPLOAD_PROTOCOL}. Server: refuse an offer without it, with 400 and BITS-Error: 0x80070057.`,
  reality: "XenServer matches the GUID in any letter case; Zenfolio's server is reported to want it in upper case.",
  check({ request: { protocols }, ack }) {
    if (protocols.length === 0 || protocols.some((protocol) => sameGuid(protocol, UPLOAD_PROTOCOL))) return undefined;
    const client = { side: 'client', offered: quoted(protocols.join(' ')) } as const;
    if (ack.type === 'no-ack' || !isSuccess(ack.status)) return client;
    return [client, { ...client, side: 'server', status: ack.status }];
  },
  message({ side, offered, status }) {
    if (side === 'client') return `The client offers ${offered}, but not ${UPLOAD_PROTOCOL}, the only protocol that was ever defined.`;
    return `The server answered ${status} to an offer without the only protocol that was ever defined (${offered}).`;
  },
});
