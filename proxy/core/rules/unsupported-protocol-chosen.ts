import { chosenProtocol } from '../bits/chosen-protocol.ts';
import { sameGuid } from '../bits/guid.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `braces`: one that was offered, but for its braces. */
type Chosen = { protocol: string; offered: string; difference: 'other' | 'braces' };

export const unsupportedProtocolChosen = defineRule<'create-session', Chosen>({
  id: 'unsupported-protocol-chosen',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: ({ difference }) => (difference === 'other' ? 'error' : 'note'),
  blames: 'server',
  confidence: 'certain',
  listed: { severity: 'error' },
  source: '[BUP §1.7.1, §2.2.3.2], [DOC create-session]',
  title: 'Server chose a protocol that was not offered',
  why: 'The client cannot speak what it did not offer: it gives up with 0x80200022, or goes on by rules that the server does not follow.',
  fix: 'Answer with one of the GUIDs in BITS-Supported-Protocols, as the client wrote it.',
  reality: 'IIS echoes the GUID with its braces.',
  check({ request: { protocols }, ack }) {
    if (ack.type !== 'create-session-ack' || ack.protocol === undefined || protocols.includes(ack.protocol)) return undefined;
    const protocol = chosenProtocol(ack.protocol);
    if (protocol === undefined) return undefined;
    const alike = protocols.find((offered) => sameGuid(offered, protocol));
    if (alike?.length === protocol.length) return undefined;
    return { protocol: quoted(protocol), offered: quoted(protocols.join(' ')), difference: alike === undefined ? 'other' : 'braces' };
  },
  message({ protocol, offered, difference }) {
    if (difference === 'braces') return `BITS-Protocol is ${protocol}: one that was offered, but for its braces (${offered}).`;
    return `BITS-Protocol is ${protocol}; the client offered ${offered === '' ? 'none' : offered}.`;
  },
});
