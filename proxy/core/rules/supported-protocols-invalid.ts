import { parseGuid } from '../bits/guid.ts';
import { SUPPORTED_PROTOCOLS, UPLOAD_PROTOCOL } from '../bits/headers.ts';
import { headerAll } from '../http/message.ts';
import type { Case } from './case.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** What Windows servers read of a list [BUP <6>]. */
const MAX_ENTRIES = 100;

type Invalid = { problem: 'missing' | 'empty' | 'not-a-guid' | 'too-many' | 'commas'; entries: number; entry?: string };

export const supportedProtocolsInvalid = defineRule<'create-session', Invalid>({
  id: 'supported-protocols-invalid',
  on: ['create-session'],
  about: 'request',
  severity: ({ problem }) => (problem === 'commas' ? 'note' : 'error'),
  blames: 'client',
  // Commas are in the specification only, the limit is that of Windows.
  confidence: ({ problem }) => (problem === 'commas' || problem === 'too-many' ? 'likely' : 'certain'),
  listed: { severity: 'error', confidence: 'certain' },
  source: '[BUP §2.2.2.2, <6>], [DOC create-session]',
  title: 'Offer of protocols cannot be read',
  why: 'The server picks one of the protocols in BITS-Supported-Protocols. When it finds none that it can read, it refuses the session with 400.',
  fix: `Send BITS-Supported-Protocols: ${UPLOAD_PROTOCOL} with every Create-Session, in braces; separate several by a space. If the client does, look for a proxy that removes headers it does not know.`,
  reality:
    'Windows sends the one GUID in lower case and braces. XenServer matches it without braces too; SimpleBITSServer splits the list at spaces only.',
  check({ request: { protocols }, exchange }) {
    const [first] = protocols;
    if (first === UPLOAD_PROTOCOL && protocols.length === 1) return undefined;
    const entries = protocols.length;
    const offer = offerIn(exchange);
    if (first === undefined) return { problem: offer.length === 0 ? 'missing' : 'empty', entries };
    const stray = protocols.find((protocol) => parseGuid(protocol) === undefined);
    if (stray !== undefined) return { problem: 'not-a-guid', entries, entry: quoted(stray) };
    if (entries > MAX_ENTRIES) return { problem: 'too-many', entries };
    return offer.some((text) => text.includes(',')) ? { problem: 'commas', entries } : undefined;
  },
  message({ problem, entries, entry }) {
    if (problem === 'missing' || problem === 'empty') return `Create-Session offers no protocol: BITS-Supported-Protocols is ${problem}.`;
    if (problem === 'not-a-guid') return `BITS-Supported-Protocols contains ${entry}, which is no GUID in braces.`;
    if (problem === 'too-many') return `BITS-Supported-Protocols has ${entries} entries; Windows servers read ${MAX_ENTRIES}.`;
    return `BITS-Supported-Protocols separates its ${entries} entries by commas; some servers split at spaces only.`;
  },
});

function offerIn({ request }: Case['exchange']): readonly string[] {
  return headerAll(request?.head.headers ?? [], SUPPORTED_PROTOCOLS);
}
