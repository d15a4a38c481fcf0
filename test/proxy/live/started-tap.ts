import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Speaker, WireEvent } from '../../../proxy/core/wire.ts';
import { startTap, type Tap, type TapOptions } from '../../../proxy/live/tap.ts';
import { connectPeer, type Peer } from './peer.ts';

type Closed = Extract<WireEvent, { type: 'closed' }>;

export interface StartedTap {
  readonly tap: Tap;
  readonly events: readonly WireEvent[];
  connect(): Promise<Peer>;
  /** All that was observed of a speaker, on one connection. */
  bytes(from: Speaker, connection?: string): Buffer;
  /** How a connection ended, when it has. */
  closed(connection?: string): Promise<Closed>;
  /** The kinds of events of a connection in their order, repeats of `data` from one speaker joined. */
  story(connection?: string): string[];
  rewrites(): string[];
}

/** A tap on a free port of loopback that keeps what it observed. */
export async function startedTap(options: Partial<TapOptions>): Promise<StartedTap> {
  const events: WireEvent[] = [];
  let wake = () => {};
  const observe = (event: WireEvent) => {
    events.push(event.type === 'data' ? { ...event, bytes: Buffer.from(event.bytes) } : event);
    wake();
  };
  const defaults: TapOptions = { listen: { host: '127.0.0.1', port: 0 }, hostHeader: 'client', allowForward: false, insecure: false };
  const tap = await startTap({ ...defaults, ...options }, observe);
  onTestFinished(() => tap.close());
  return {
    tap,
    events,
    connect: () => connectPeer(tap.address),
    bytes: (from, connection = 'c1') => observed(events, from, connection),
    async closed(connection = 'c1') {
      for (;;) {
        const closed = events.find((event): event is Closed => event.type === 'closed' && event.connection === connection);
        if (closed) return closed;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    story: (connection = 'c1') => story(events, connection),
    rewrites: () => events.flatMap((event) => (event.type === 'rewrite' ? [event.what] : [])),
  };
}

function observed(events: readonly WireEvent[], speaker: Speaker, connection: string): Buffer {
  return Buffer.concat(
    events.flatMap((event) => (event.type === 'data' && event.connection === connection && event.from === speaker ? [event.bytes] : [])),
  );
}

function story(events: readonly WireEvent[], connection: string): string[] {
  const steps = events.flatMap((event) => ('connection' in event && event.connection === connection ? [step(event)] : []));
  return steps.filter((text, at) => !(text.startsWith('data') && steps[at - 1] === text));
}

function step(event: WireEvent): string {
  switch (event.type) {
    case 'data':
      return `data ${event.from}`;
    case 'ended':
      return `ended ${event.by}`;
    case 'closed':
      return `closed ${event.by} ${event.how}`;
    case 'fault':
      return `fault ${event.code}`;
    default:
      return event.type;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
