import type { Direction } from '../recorded-bytes.ts';
import { type HostAddresses, mapped, splitEndpoint } from './host-address.ts';
import type { Note } from './note.ts';
import type { HostName } from './pcapng-writer.ts';
import type { Redactor } from './redactor.ts';
import { type TcpEnd, TcpSender } from './tcp-sender.ts';

export interface ConnectionStart {
  readonly id: string;
  readonly at: number;
  readonly client: string;
  readonly server?: string | undefined;
  /** Of all that were opened. */
  readonly number: number;
  readonly redactor?: Redactor | undefined;
}

/** Where requests go is told later, or by each of them: until then the client speaks to the tap. */
const NO_SERVER = 'bitstap:8080';
/** Spreads the numbers of connections over all that there are: the next one on the same ports begins elsewhere [RFC 9293 §3.4.1]. */
const SPREAD = 0x9e37_79b1;

/** A connection as the packets of a recording show it. */
export class RecordedConnection {
  readonly id: string;
  /** The addresses and ports of both ends, which no other open connection has. */
  readonly key: string;
  /** What its addresses stand for. */
  readonly names: readonly HostName[];
  readonly client: TcpSender;
  readonly server: TcpSender;
  readonly redactor: Redactor | undefined;
  readonly #start: ConnectionStart;
  #lastAt: number;

  constructor(start: ConnectionStart, addresses: HostAddresses, taken: ReadonlySet<string>) {
    const [client, server] = [splitEndpoint(start.client), splitEndpoint(start.server ?? NO_SERVER)];
    const ends = endsOf(client, server, addresses, taken);
    this.#start = start;
    this.id = start.id;
    this.key = keyOf(ends.client, ends.server);
    this.names = ends.names;
    this.redactor = start.redactor;
    this.#lastAt = start.at;
    const isn = Math.imul(start.number, SPREAD) >>> 0;
    this.client = new TcpSender(ends.client, ends.server, isn);
    this.server = new TcpSender(ends.server, ends.client, ~isn >>> 0);
  }

  sender(side: Direction): TcpSender {
    return side === 'client' ? this.client : this.server;
  }

  /** Time does not go back on a connection. */
  notBefore(at: number): number {
    if (at > this.#lastAt) this.#lastAt = at;
    return this.#lastAt;
  }

  opened(): Note {
    const { id, client, server } = this.#start;
    return { kind: 'opened', connection: id, client, ...(server !== undefined && { server }) };
  }

  continues(): Note {
    const { id, client, server, at } = this.#start;
    const said = { client: this.client.said, server: this.server.said };
    return { kind: 'continues', connection: id, client, ...(server !== undefined && { server }), opened: at, said };
  }
}

type Endpoint = ReturnType<typeof splitEndpoint>;

/** Where another connection has the same ends, the server gets an address of its own: nothing else could tell their packets apart. */
function endsOf(client: Endpoint, server: Endpoint, addresses: HostAddresses, taken: ReadonlySet<string>) {
  const [near, far] = [addresses.of(client.host), addresses.of(server.host)];
  const ends = sameVersion({ address: near.address, port: client.port }, { address: far.address, port: server.port });
  const names = near.made ? [{ address: ends.client.address, name: client.host }] : [];
  if (!taken.has(keyOf(ends.client, ends.server)))
    return { ...ends, names: far.made ? [...names, { address: ends.server.address, name: server.host }] : names };
  const other = sameVersion(ends.client, { address: addresses.make(), port: server.port });
  return { ...other, names: [...names, { address: other.server.address, name: server.host }] };
}

function sameVersion(client: TcpEnd, server: TcpEnd) {
  if (client.address.length === server.address.length) return { client, server };
  return { client: { ...client, address: mapped(client.address) }, server: { ...server, address: mapped(server.address) } };
}

function keyOf(client: TcpEnd, server: TcpEnd): string {
  return `${client.address.join('.')} ${client.port} ${server.address.join('.')} ${server.port}`;
}
