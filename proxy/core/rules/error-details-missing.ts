import { formatHresult } from '../bits/hresult.ts';
import type { RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS } from '../bits/packet-name.ts';
import { codesOf } from '../codes/status-pairs.ts';
import { defineRule } from './rule.ts';

export const errorDetailsMissing = defineRule<RequestType, { status: number; wanted: string }>({
  id: 'error-details-missing',
  on: KNOWN_PACKETS,
  answered: ['refused'],
  about: 'answer',
  once: 'session',
  onceFor: ({ status }) => `${status}`,
  severity: 'note',
  strict: 'warning',
  blames: 'server',
  // Required by the text; Windows leaves it out where the status says it all.
  confidence: 'likely',
  source: '[BUP §2.2.3.2, <4>]',
  title: 'Error without an error code',
  why: 'The client has only the HTTP status to decide by. The code tells a lost session from a full disk, and a person what to look for.',
  fix: 'Send BITS-Error with the HRESULT and BITS-Error-Context: 0x5. For a session that is not known, 0x8020001F is a must.',
  reality:
    'Windows servers leave the code out where the HTTP status already says what is wrong. For 404, 409, 413 and 503 no code is documented, and none is missed.',
  check({ ack }) {
    if (ack.type === 'no-ack' || ack.error || !ack.bits) return undefined;
    const codes = codesOf(ack.status);
    return codes.length === 0 ? undefined : { status: ack.status, wanted: codes.map(formatHresult).join(' or ') };
  },
  message: ({ status, wanted }) => `The Ack refuses with ${status} and without an error code; ${wanted} may stand there.`,
});
