import type { Socket } from 'node:net';
import { isBitsClient, isBitsRequest } from '../core/bits/classify.ts';
import type { Framing, RequestHead } from '../core/http/message.ts';
import type { ReaderOptions } from '../core/http/reader.ts';
import { isOrdinary } from './ordinary.ts';
import type { HeadChanges } from './rewrite-head.ts';
import { type Destination, hostHeaderOf, type Route } from './route.ts';

/** What both lanes need to know of the tap that they belong to. */
export interface LaneContext {
  readonly target?: Destination;
  readonly hostHeader: 'target' | 'client';
  readonly forward: 'allowed' | 'refused';
  readonly certificates: 'known' | 'any';
  readonly reading: ReaderOptions;
  /** Ports of this machine that are ours: connecting there would make a loop. */
  readonly isOwnPort: (host: string, port: number) => boolean;
  /** Connections to servers that are open; some outlive the client's, to deliver what it said last. */
  readonly upstreams: Set<Socket>;
}

/** What must change in the head of a request that takes this route. */
export function changesFor(route: Exclude<Route, { mode: 'refused' }>, { hostHeader }: LaneContext): HeadChanges {
  if (route.mode === 'forward') return { target: route.target, proxyHeaders: 'drop' };
  return hostHeader === 'target' ? { host: hostHeaderOf(route.destination), proxyHeaders: 'keep' } : { proxyHeaders: 'keep' };
}

/**
 * Which lane a request takes: `web` for what an ordinary server reads as we do, `bits` for BITS and for all that such a
 * server would refuse or mend.
 */
export function laneFor(head: RequestHead, framing: Framing): 'bits' | 'web' | 'tunnel' {
  if (head.method === 'CONNECT') return 'tunnel';
  if (isBitsRequest(head) || isBitsClient(head)) return 'bits';
  return isOrdinary(head, framing) ? 'web' : 'bits';
}

/** Who has a client's connection. */
export interface Lane {
  /** Ends both sides at once: the tap is being stopped. */
  shutdown(): void;
}

export interface StartingLane extends Lane {
  /** Takes over the socket, with the bytes that were read from it and not passed on. It may have ended since. */
  start(first: Uint8Array): void;
}

/** A way to stop: the connection goes on in the lane that its next bytes ask for. */
export type Leave = (rest: Uint8Array) => void;
