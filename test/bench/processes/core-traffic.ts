import type { WireEvent } from '../../../proxy/core/wire.ts';
import { acknowledge, formatSessionId, readRequestHead, readSessionId, type SentPacket, uploadSession } from '../packets.ts';
import type { Upload } from '../scenarios.ts';

/** A run of events to be fed in one go, and how many packets with their Acks it has. */
export interface Batch {
  readonly events: readonly WireEvent[];
  readonly packets: number;
}

const BATCH_PACKETS = 128;
/** What a socket gives at most in one piece. */
const CHUNK_BYTES = 65536;

interface Client {
  readonly connection: string;
  readonly path: string;
  session: ReturnType<typeof uploadSession>;
  answer: string;
}

/** The wire events of many clients that upload without end, as a tap would see them. */
export class CoreTraffic {
  packets = 0;
  bytes = 0;
  readonly #upload: Upload;
  readonly #body: Uint8Array;
  readonly #clients: Client[];
  #opening: WireEvent[] = [];
  #sessions = 0;
  #at = 1_700_000_000_000;

  constructor(connections: number, upload: Upload) {
    this.#upload = upload;
    this.#body = new Uint8Array(Math.min(upload.fragmentBytes, CHUNK_BYTES));
    this.#clients = Array.from({ length: connections }, (_, index) => this.#connect(index + 1));
  }

  next(): Batch {
    const events = this.#opening;
    this.#opening = [];
    let packets = 0;
    while (packets < BATCH_PACKETS) {
      for (const client of this.#clients) this.#converse(client, events);
      packets += this.#clients.length;
    }
    this.packets += packets;
    return { events, packets };
  }

  #connect(number: number): Client {
    const connection = `c${number}`;
    const path = `/inbox/${number}/upload.bin`;
    this.#opening.push({ type: 'opened', at: this.#tick(), connection, client: `127.0.0.1:${50_000 + number}`, server: '127.0.0.1:80' });
    return { connection, path, session: this.#begin(path), answer: '' };
  }

  #begin(path: string): Client['session'] {
    return uploadSession({ method: 'BITS_POST', path, upload: this.#upload, cancelled: () => false });
  }

  #converse(client: Client, events: WireEvent[]): void {
    const packet = this.#nextPacket(client);
    this.#say(client, 'client', encode(packet.head), events);
    for (let sent = 0; sent < packet.bodyBytes; sent += CHUNK_BYTES) {
      this.#say(client, 'client', this.#body.subarray(0, Math.min(CHUNK_BYTES, packet.bodyBytes - sent)), events);
    }
    this.bytes += packet.bodyBytes;
    const ack = acknowledge(readRequestHead(packet.head), () => formatSessionId(++this.#sessions));
    this.#say(client, 'server', encode(ack), events);
    client.answer = packet.type === 'Create-Session' ? readSessionId(ack) : '';
  }

  #nextPacket(client: Client): SentPacket {
    const next = client.session.next(client.answer);
    if (!next.done) return next.value;
    client.session = this.#begin(client.path);
    return this.#nextPacket(client);
  }

  #say({ connection }: Client, from: 'client' | 'server', bytes: Uint8Array, events: WireEvent[]): void {
    events.push({ type: 'data', at: this.#tick(), connection, from, bytes });
  }

  #tick(): number {
    this.#at += 0.01;
    return this.#at;
  }
}

function encode(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
