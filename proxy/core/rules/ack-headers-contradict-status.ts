import { PROTOCOL } from '../bits/headers.ts';
import { SUCCESS } from '../bits/hresult.ts';
import type { Ack, RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS } from '../bits/packet-name.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Contradiction = { status: number; header: string; value: string; says: 'failed' | 'no-error' | 'created' };

export const ackHeadersContradictStatus = defineRule<RequestType, Contradiction>({
  id: 'ack-headers-contradict-status',
  on: KNOWN_PACKETS,
  answered: ['accepted', 'refused'],
  about: 'answer',
  once: 'session',
  onceFor: ({ says }) => says,
  severity: ({ says }) => (says === 'no-error' ? 'note' : 'warning'),
  blames: 'server',
  confidence: 'certain',
  listed: { severity: 'warning' },
  source: '[BUP §2.2.1.2, §2.2.3.2], [DOC ack-for-create-session]',
  title: 'Headers of the Ack contradict its status',
  why: 'Clients decide by the status first, so that most go on. One that reads the error header first gives up an upload that works, or takes a refusal for a session.',
  fix: 'Send BITS-Error, BITS-Error-Code and BITS-Error-Context with errors only, and BITS-Protocol only when a session was created.',
  reality: 'SimpleBITSServer and one other small server send BITS-Error-Code: 1 with every Ack to a Ping. Windows clients work with them.',
  check({ ack }) {
    if (ack.type === 'no-ack') return undefined;
    if (ack.error && isSuccess(ack.status)) return errorOnSuccess(ack, ack.error);
    if (ack.type !== 'create-session-ack' || ack.protocol === undefined || ack.status < 400) return undefined;
    return { status: ack.status, header: PROTOCOL, value: quoted(ack.protocol), says: 'created' };
  },
  message({ status, header, value, says }) {
    const sent = `${header}${value === '' ? '' : `: ${value}`}`;
    if (says === 'created') return `The answer refuses with ${status}, but has ${sent}, which belongs to a session that was created.`;
    return `The answer is a ${status}, but has ${sent}, which belongs to errors.`;
  },
});

function errorOnSuccess({ status }: Ack, { name, text, code }: NonNullable<Ack['error']>): Contradiction {
  return { status, header: name, value: quoted(text), says: code === SUCCESS ? 'no-error' : 'failed' };
}
