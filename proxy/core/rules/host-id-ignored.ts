import { contactPassedBy, mayFallBack } from '../bits/host-contact.ts';
import { reachesHost } from '../bits/host-id.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { SessionPacket } from '../bits/refusal.ts';
import type { Session } from '../bits/session.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `host`: the packet goes elsewhere. `ping`: it goes there, without a Ping before it. */
type Ignored = { ignored: 'host' | 'ping'; packet: RequestPacket['type']; host: string; hostId: string };

export const hostIdIgnored = defineRule<SessionPacket['type'], Ignored>({
  id: 'host-id-ignored',
  on: ['fragment', 'close-session', 'cancel-session'],
  about: 'request',
  once: 'session',
  onceFor: ({ ignored }) => ignored,
  severity: ({ ignored }) => (ignored === 'host' ? 'error' : 'note'),
  blames: 'client',
  // A Ping may have come on a way that we do not see.
  confidence: ({ ignored }) => (ignored === 'host' ? 'certain' : 'likely'),
  listed: { severity: 'error', confidence: 'certain' },
  source: '[BUP §2.2.3.2, §3.1.5.2.2, <9>]',
  title: 'Client does not follow BITS-Host-Id',
  why: 'The session lives on the host that the server named. Elsewhere it is unknown: the upload starts over there, and a partial file stays behind on the other node.',
  fix: 'Client: replace the host of the URL by BITS-Host-Id for all that follows, and send a Ping there first. Behind a reverse proxy, do not set BITSHostId to names that clients cannot reach, and look whether the proxy pins the Host header.',
  reality: 'Windows sends a Ping to the named host at once and goes on there, also when it is the same machine by another name.',
  check({ request, before, server }) {
    const { hostId, memory } = before;
    if (hostId === undefined || !memory.hostId || request.host === undefined) return undefined;
    const contact = contactPassedBy(request, before, server.name);
    const ignored = contact ? 'host' : 'ping';
    // What became of the contact after it failed is the business of `premature-host-fallback`; a failure may have gone past us.
    if (contact && (contact.failedAt !== undefined || mayFallBack(contact, request.at - contact.announcedAt))) return undefined;
    if (!contact && !lacksPing(request.host, hostId, before)) return undefined;
    return { ignored, packet: request.type, host: quoted(request.host), hostId: quoted(hostId) };
  },
  message({ ignored, packet, host, hostId }) {
    if (ignored === 'host') return `${PACKET_NAMES[packet]} went to ${host}; the server had told the client to go on at ${hostId}.`;
    return `${PACKET_NAMES[packet]} was the first packet to ${host}, the host that the server named: a Ping should come before it.`;
  },
});

function lacksPing(host: string, hostId: string, { memory, hosts: [origin] }: Session): boolean {
  if (memory.hostId?.firstPacket !== undefined || !reachesHost(host, hostId)) return false;
  return origin !== undefined && !reachesHost(origin, hostId);
}
