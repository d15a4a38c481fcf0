import { contactPassedBy, mayFallBack } from '../bits/host-contact.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { SessionPacket } from '../bits/refusal.ts';
import { grouped } from './number.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `afterMs`: since the first contact that failed. */
type Fallback = {
  fallback: 'early' | 'in-time';
  packet: SessionPacket['type'];
  host: string;
  hostId: string;
  afterMs: number;
  timeoutS?: number;
};

export const prematureHostFallback = defineRule<SessionPacket['type'], Fallback>({
  id: 'premature-host-fallback',
  on: ['fragment', 'close-session', 'cancel-session'],
  about: 'request',
  once: 'session',
  severity: ({ fallback }) => (fallback === 'early' ? 'warning' : 'note'),
  blames: 'client',
  // The timer runs in the client, and contacts that failed or worked may have gone past us.
  confidence: 'likely',
  listed: { severity: 'warning' },
  source: '[BUP §3.1.2.3, §3.1.6.3], [DOC ack-for-create-session]',
  title: 'Client went back from the host that the server named',
  why: 'Another node usually does not know the session: the whole upload starts over, and the old node keeps a partial file until its session expires.',
  fix: 'Client: keep to the host in BITS-Host-Id until it could not be reached for BITS-Host-Id-Fallback-Timeout seconds; without a time-out, for good. In time, nothing is wrong with the client: look why the host is down.',
  reality: 'IIS allows it after a day (86400 seconds) unless told otherwise.',
  check({ request, before, server }) {
    if (before.hostId === undefined || request.host === undefined) return undefined;
    const contact = contactPassedBy(request, before, server.name);
    if (contact?.failedAt === undefined) return undefined;
    const { failedAt, fallbackTimeoutS } = contact;
    const afterMs = request.at - failedAt;
    return {
      ...{ fallback: mayFallBack(contact, afterMs) ? 'in-time' : 'early', packet: request.type },
      ...{ host: quoted(request.host), hostId: quoted(before.hostId), afterMs },
      ...(fallbackTimeoutS !== undefined && { timeoutS: fallbackTimeoutS }),
    };
  },
  message({ fallback, packet, host, hostId, afterMs, timeoutS }) {
    const allowed = timeoutS === undefined ? 'never allowed that' : `allows that after ${grouped(timeoutS)} s`;
    const went = `${PACKET_NAMES[packet]} went back to ${host}, ${grouped(Math.round(afterMs / 1000))} s after ${hostId} failed first`;
    return `${went}; the server ${allowed}.${fallback === 'in-time' ? ' The upload will probably start over there.' : ''}`;
  },
});
