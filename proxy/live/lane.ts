import { METHODS } from 'node:http';
import { isBitsClient, isBitsRequest } from '../core/bits/classify.ts';
import type { Framing, RequestHead } from '../core/http/message.ts';
import type { HeadChanges } from './rewrite-head.ts';
import { type Destination, hostHeaderOf, isThisMachine, type Route } from './route.ts';

/** What both lanes need to know of the tap that they belong to. */
export interface LaneContext {
  readonly target?: Destination;
  readonly hostHeader: 'target' | 'client';
  readonly forward: 'allowed' | 'refused';
  readonly certificates: 'known' | 'any';
  readonly limits: { readonly maxHeadBytes?: number };
  /** Ports of this machine that are ours: connecting there would make a loop. */
  readonly isOwnPort: (host: string, port: number) => boolean;
}

/** What must change in the head of a request that takes this route. */
export function changesFor(route: Exclude<Route, { mode: 'refused' }>, { hostHeader }: LaneContext): HeadChanges {
  if (route.mode === 'forward') return { target: route.target, proxyHeaders: 'drop' };
  return { ...(hostHeader === 'target' && { host: hostHeaderOf(route.destination) }), proxyHeaders: 'keep' };
}

export function isOwn({ host, port }: Destination, { isOwnPort }: LaneContext): boolean {
  return isOwnPort(host, port) && isThisMachine(host);
}

/**
 * Which lane a request takes: `web` for what an ordinary HTTP server reads as we do, `bits` for BITS and for all that such
 * a server would refuse or mend: unknown methods, odd heads, lengths that contradict each other.
 */
export function laneFor(head: RequestHead, framing: Framing): 'bits' | 'web' | 'tunnel' {
  if (head.method === 'CONNECT') return 'tunnel';
  if (isBitsRequest(head) || isBitsClient(head)) return 'bits';
  const ordinary =
    METHODS.includes(head.method) && head.anomalies.length === 0 && framing.kind !== 'unknown' && /^1\.[01]$/.test(head.version);
  return ordinary ? 'web' : 'bits';
}

/** A lane that a client connection took. */
export interface Lane {
  /** Ends both sides at once: the tap is being stopped. */
  shutdown(): void;
}
