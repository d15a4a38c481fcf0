import { CONTEXT_APPLICATION, formatHresult } from '../bits/hresult.ts';
import type { Ack, RequestPacket, RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS, PACKET_NAMES } from '../bits/packet-name.ts';
import { endsTheFile } from '../bits/refusal.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { pairing, statusesOf } from '../codes/status-pairs.ts';
import { defineRule } from './rule.ts';

/** `settled`: `no` where the documentation knows a status that the specification does not. */
type Mismatch = { packet: RequestType; status: number; settled: 'yes' | 'no'; code?: string; belongs?: string };

export const statusHresultMismatch = defineRule<RequestType, Mismatch>({
  id: 'status-hresult-mismatch',
  on: KNOWN_PACKETS,
  answered: ['accepted', 'refused'],
  about: 'answer',
  once: 'session',
  onceFor: ({ status, code = '' }) => `${status} ${code}`,
  severity: ({ settled }) => (settled === 'yes' ? 'warning' : 'note'),
  blames: 'server',
  confidence: ({ settled }) => (settled === 'yes' ? 'certain' : 'likely'),
  listed: { severity: 'warning', confidence: 'certain' },
  source: '[BUP §2.2.1.2], [DOC ack-for-create-session]',
  title: 'Status and error code do not belong together',
  why: 'Clients sort failures into final and passing by the status, and decide by the code whether to start over. A pair that contradicts itself makes them repeat what cannot work, or give up what could.',
  fix: 'Use the documented pairs: 400 with 0x80070057, 403 and 501 with 0x80070005, 500 with 0x8020001F, 0x80200020 or 0x80070070, 416 with none. Answer success with 200.',
  reality: 'OneDrive answers 201. XenServer answers 416 with 0x80070057, and 400 for sessions that it does not know.',
  check({ ack, request }) {
    if (ack.type === 'no-ack' || ack.status === 200 || !ack.bits) return undefined;
    if (isSuccess(ack.status)) return otherSuccess(ack.status, request.type);
    const code = ack.error?.code;
    if (code === undefined || ack.status < 400 || isFromApplication(ack, request)) return undefined;
    const found = pairing(ack.status, code);
    if (found === 'documented') return undefined;
    const belongs = statusesOf(code).join(' or ');
    const told = { packet: request.type, status: ack.status, code: formatHresult(code), ...(belongs && { belongs }) };
    return { ...told, settled: found === 'open' ? 'no' : 'yes' };
  },
  message({ packet, status, code, belongs }) {
    if (code === undefined) return `${PACKET_NAMES[packet]} was answered with ${status}; the specification knows only 200 for success.`;
    const where = belongs === undefined ? 'which no upload server is known to need' : `which belongs to ${belongs}`;
    return `${PACKET_NAMES[packet]} was refused with ${status} and ${code}, ${where}.`;
  },
});

function otherSuccess(status: number, packet: RequestType): Mismatch {
  const known = status === 201 && (packet === 'create-session' || packet === 'close-session');
  return { packet, status, settled: known ? 'no' : 'yes' };
}

/** The application's status and code are passed on as they come [BUP §3.2.5.1.3]. */
function isFromApplication({ error }: Ack, request: RequestPacket): boolean {
  return error?.context === CONTEXT_APPLICATION && endsTheFile(request);
}
