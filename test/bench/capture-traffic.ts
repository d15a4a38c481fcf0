import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { acknowledge, formatSessionId, readRequestHead, readSessionId, uploadSession } from './packets.ts';
import type { Upload } from './scenarios.ts';

/** Addresses and ports of a connection: the client 192.0.2.10 and the server 192.0.2.1:80. */
const CLIENT = { address: [192, 0, 2, 10], port: 50_000 };
const SERVER = { address: [192, 0, 2, 1], port: 80 };
const HEADERS = 20 + 20;
/** LINKTYPE_RAW: begins with the IP header. */
const RAW = 101;
const START_US = 1_741_078_800_000_000n;

export interface CaptureKind {
  readonly title: string;
  /** Of one TCP segment. */
  readonly payloadBytes: number;
}

const UPLOAD: Upload = { mostly: 'fragments', fragmentBytes: 1024 * 1024, perSession: 64 };

/** Writes a pcap file of at least so many bytes: uploads in fragments of 1 MiB, one after the other on one connection. */
export async function writeCapture(path: string, bytes: number, { payloadBytes }: CaptureKind): Promise<void> {
  const out = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  out.write(fileHeader());
  const writer = new SegmentWriter(out, payloadBytes);
  let sessions = 0;
  while (writer.bytes < bytes) {
    sessions += 1;
    await writeSession(writer, formatSessionId(sessions));
  }
  out.end();
  await once(out, 'close');
}

async function writeSession(writer: SegmentWriter, id: string): Promise<void> {
  const body = Buffer.alloc(UPLOAD.fragmentBytes, 0x78);
  const session = uploadSession({ method: 'BITS_POST', path: '/inbox/upload.bin', upload: UPLOAD, cancelled: () => false });
  for (let next = session.next(''); !next.done; ) {
    const { head, bodyBytes } = next.value;
    await writer.say('client', Buffer.from(head, 'latin1'));
    if (bodyBytes > 0) await writer.say('client', body);
    const ack = acknowledge(readRequestHead(head), () => id);
    await writer.say('server', Buffer.from(ack, 'latin1'));
    next = session.next(readSessionId(ack));
  }
}

type Who = 'client' | 'server';

/** One TCP connection as a capture shows it; checksums are left out, as network cards do. */
class SegmentWriter {
  bytes = 0;
  readonly #out: WriteStream;
  readonly #payloadBytes: number;
  readonly #next: Record<Who, number> = { client: 1, server: 1 };
  #us = START_US;

  constructor(out: WriteStream, payloadBytes: number) {
    this.#out = out;
    this.#payloadBytes = payloadBytes;
    this.#write('client', Buffer.alloc(0), { seq: 0, flags: 0x02, ack: 0 });
    this.#write('server', Buffer.alloc(0), { seq: 0, flags: 0x12, ack: 1 });
  }

  async say(who: Who, content: Buffer): Promise<void> {
    for (let at = 0; at < content.length; at += this.#payloadBytes) {
      const payload = content.subarray(at, at + this.#payloadBytes);
      const ack = this.#next[who === 'client' ? 'server' : 'client'];
      this.#write(who, payload, { seq: this.#next[who], flags: 0x18, ack });
      this.#next[who] = (this.#next[who] + payload.length) >>> 0;
      if (this.#out.writableNeedDrain) await once(this.#out, 'drain');
    }
  }

  #write(who: Who, payload: Buffer, tcp: { readonly seq: number; readonly flags: number; readonly ack: number }): void {
    this.#us += 10n;
    const record = Buffer.alloc(16 + HEADERS + payload.length);
    const length = HEADERS + payload.length;
    record.writeUInt32LE(Number(this.#us / 1_000_000n), 0);
    record.writeUInt32LE(Number(this.#us % 1_000_000n), 4);
    record.writeUInt32LE(length, 8);
    record.writeUInt32LE(length, 12);
    const [from, to] = who === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
    record.set([0x45, 0, length >> 8, length & 0xff, 0, 1, 0x40, 0, 64, 6, 0, 0, ...from.address, ...to.address], 16);
    record.writeUInt16BE(from.port, 36);
    record.writeUInt16BE(to.port, 38);
    record.writeUInt32BE(tcp.seq, 40);
    record.writeUInt32BE(tcp.ack, 44);
    record.set([0x50, tcp.flags, 0xff, 0xff, 0, 0, 0, 0], 48);
    payload.copy(record, 16 + HEADERS);
    this.bytes += record.length;
    this.#out.write(record);
  }
}

function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(0x40000, 16);
  header.writeUInt32LE(RAW, 20);
  return header;
}
