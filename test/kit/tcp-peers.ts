import type { WireEvent } from '../../proxy/core/wire.ts';
import type { Packet } from './capture-file.ts';
import { bytesOf, type Segment, tcpPacket } from './packets.ts';

/** Two ends that speak TCP by the book: what each call returns is the segment that it puts on the wire. */
export class TcpPeers {
  readonly #names: Readonly<Record<Who, string>>;
  /** What each sends next. */
  readonly next: Record<Who, number>;

  constructor(client = '192.0.2.10:50211', server = '192.0.2.1:80', isn: Readonly<Record<Who, number>> = { client: 1000, server: 5000 }) {
    this.#names = { client, server };
    this.next = { ...isn };
  }

  open(): Segment[] {
    return [
      this.#segment('client', { flags: 'S' }, 1),
      this.#segment('server', { flags: 'S', ack: this.next.client }, 1),
      this.acknowledge('client'),
    ];
  }

  send(who: Who, content: Uint8Array | string): Segment {
    const payload = bytesOf(content);
    return this.#segment(who, { payload, ack: this.next[peer(who)] }, payload.length);
  }

  /** In segments of so many bytes. */
  sendAll(who: Who, content: Uint8Array | string, size = 1460): Segment[] {
    const bytes = bytesOf(content);
    return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      this.send(who, bytes.subarray(index * size, (index + 1) * size)),
    );
  }

  acknowledge(who: Who): Segment {
    return this.#segment(who, { ack: this.next[peer(who)] }, 0);
  }

  end(who: Who): Segment {
    return this.#segment(who, { flags: 'F', ack: this.next[peer(who)] }, 1);
  }

  reset(who: Who): Segment {
    return this.#segment(who, { flags: 'R', ack: this.next[peer(who)] }, 0);
  }

  #segment(who: Who, rest: Partial<Segment>, length: number): Segment {
    const seq = this.next[who];
    this.next[who] = (seq + length) >>> 0;
    return { from: this.#names[who], to: this.#names[peer(who)], seq, ...rest };
  }
}

export type Who = 'client' | 'server';

function peer(who: Who): Who {
  return who === 'client' ? 'server' : 'client';
}

/** What tcpdump would have seen of a conversation. A name of a host is put as the address 192.0.2.1. */
export function packetsOf(events: readonly WireEvent[]): Packet[] {
  const connections = new Map<string, TcpPeers>();
  return events.flatMap((event) => {
    const us = Math.round(event.at * 1000);
    return segmentsOf(event, connections).map((segment) => ({ bytes: tcpPacket(segment), us }));
  });
}

function segmentsOf(event: WireEvent, connections: Map<string, TcpPeers>): Segment[] {
  if (!('connection' in event) || event.connection === undefined) return [];
  if (event.type === 'opened') connections.set(event.connection, new TcpPeers(event.client, address(event.server ?? 'server:80')));
  const peers = connections.get(event.connection);
  if (!peers) return [];
  switch (event.type) {
    case 'opened':
      return peers.open();
    case 'data':
      return peers.sendAll(event.from === 'client' ? 'client' : 'server', event.bytes);
    case 'ended':
      return [peers.end(event.by)];
    case 'closed': {
      const by = event.by === 'client' ? 'client' : 'server';
      return event.how === 'reset' ? [peers.reset(by)] : [peers.end(by), peers.end(peer(by))];
    }
    default:
      return [];
  }
}

function address(name: string): string {
  return /^\d/.test(name) || name.startsWith('[') ? name : `192.0.2.1${name.slice(name.lastIndexOf(':'))}`;
}
