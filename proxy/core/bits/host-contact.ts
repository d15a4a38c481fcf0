import { parseHostId, reachesHost } from './host-id.ts';
import type { RequestPacket } from './packet.ts';
import type { Session } from './session.ts';
import type { HostIdContact } from './session-memory.ts';

/**
 * A packet that does not go to the host that the server named in `BITS-Host-Id`: the client's contact with that host so
 * far [BUP §2.2.3.2]. A tap stands before its server, so that a client which names the tap may be right all the same.
 */
export function contactPassedBy({ host }: RequestPacket, { hostId, memory }: Session, server: string): HostIdContact | undefined {
  if (hostId === undefined || host === undefined || reachesHost(host, hostId) || reachesHost(server, hostId)) return undefined;
  return parseHostId(hostId) && memory.hostId;
}

/** Whether the client may stop trying the named host now, after so long without contact. Without a time-out it never may [BUP §3.1.2.3]. */
export function mayFallBack({ fallbackTimeoutS }: HostIdContact, withoutContactMs: number): boolean {
  return fallbackTimeoutS !== undefined && withoutContactMs >= fallbackTimeoutS * 1000;
}
