/** Traffic that no text could hold: uploads of thousands of Fragments, and names and headers of strangers. */
import type { WireEvent } from '../../proxy/core/wire.ts';

const START = 1_741_078_800_000;
const PROTOCOL = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const ID = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';

/** An upload as it goes, step by step; time and randomness are its own, so that it is the same each time. */
export class MadeUpload {
  readonly events: WireEvent[] = [];
  readonly #path: string;
  readonly #id: string;
  #at = START;
  #connections = 0;
  #connection = '';
  #seed = 7;

  constructor(path = '/inbox/backup.vhdx', id = ID) {
    this.#path = path;
    this.#id = id;
    this.connect();
  }

  connect(): this {
    this.#connections += 1;
    this.#connection = `c${this.#connections}`;
    const client = `192.0.2.10:${50_000 + this.#connections}`;
    this.events.push({ type: 'opened', at: this.#at, connection: this.#connection, client, server: 'files.example.test:80' });
    return this.pass(1);
  }

  pass(ms: number): this {
    this.#at += ms;
    return this;
  }

  ping(): this {
    return this.#request('Ping', {}, 0, 0).#answer(200, {});
  }

  create(): this {
    return this.#request('Create-Session', { 'BITS-Supported-Protocols': PROTOCOL }, 0, 0).#answer(200, {
      'BITS-Protocol': PROTOCOL,
      'BITS-Session-Id': this.#id,
    });
  }

  /** A Fragment of so many bytes that takes so long; `next` is what its Ack asks for. */
  fragment(first: number, length: number, total: number, ms: number, next = first + length, status = 200): this {
    this.#sends(first, length, total, ms, length);
    return this.pass(this.#between(4, 40)).#answer(status, { 'BITS-Session-Id': this.#id, 'BITS-Received-Content-Range': `${next}` });
  }

  /** Only so much of a Fragment comes. */
  cutFragment(first: number, length: number, total: number, came: number, ms: number): this {
    this.#sends(first, length, total, ms, came);
    this.events.push({ type: 'closed', at: this.#at, connection: this.#connection, by: 'server', how: 'reset' });
    return this;
  }

  close(): this {
    return this.#request('Close-Session', { 'BITS-Session-Id': this.#id }, 0, 0).#answer(200, {});
  }

  /** Takes what has happened since the last time. */
  take(): WireEvent[] {
    return this.events.splice(0);
  }

  /** A request that a stranger wrote. */
  raw(text: string): this {
    this.#say('client', text);
    return this.pass(2);
  }

  #sends(first: number, length: number, total: number, ms: number, came: number): void {
    const range = `bytes ${first}-${first + length - 1}/${total}`;
    this.#request('Fragment', { 'BITS-Session-Id': this.#id, 'Content-Range': range }, length, 0);
    const body = new Uint8Array(came).fill(0x41);
    this.pass(ms);
    this.events.push({ type: 'data', at: this.#at, connection: this.#connection, from: 'client', bytes: body });
  }

  #request(type: string, headers: Readonly<Record<string, string>>, length: number, ms: number): this {
    const lines = {
      'BITS-Packet-Type': type,
      ...headers,
      'User-Agent': 'Microsoft BITS/7.8',
      Host: 'files.example.test',
      'Content-Length': length,
    };
    this.#say('client', head(`BITS_POST ${this.#path} HTTP/1.1`, lines));
    return this.pass(ms + this.#between(1, 4));
  }

  #answer(status: number, headers: Readonly<Record<string, string>>): this {
    const lines = { 'BITS-Packet-Type': 'Ack', ...headers, Server: 'Microsoft-IIS/10.0', 'Content-Length': 0 };
    this.#say('server', head(`HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Refused'}`, lines));
    return this.pass(this.#between(1, 6));
  }

  #say(from: 'client' | 'server', text: string): void {
    this.events.push({ type: 'data', at: this.#at, connection: this.#connection, from, bytes: new TextEncoder().encode(text) });
  }

  #between(low: number, high: number): number {
    this.#seed = (this.#seed * 16_807) % 2_147_483_647;
    return low + ((high - low) * this.#seed) / 2_147_483_647;
  }
}

function head(line: string, headers: Readonly<Record<string, string | number>>): string {
  return `${[line, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
}

/** Fragments of 64 KiB, a reset now and then, once a client that goes on where nobody asked. */
export function longUpload(fragments: number): WireEvent[] {
  const size = 2_048;
  const total = fragments * size;
  const upload = new MadeUpload().ping().create();
  for (let at = 0; at < fragments; at += 1) {
    if (at % 97 === 60)
      upload
        .cutFragment(at * size, size, total, size / 3, 30)
        .pass(2_000 + at * 20)
        .connect()
        .ping();
    if (at % 211 === 150) upload.fragment((at + 1) * size, size, total, 40, at * size, 416);
    upload.fragment(at * size, size, total, 60 + (at % 7) * 20);
  }
  return upload.close().take();
}

/** Names with markup and bidirectional controls, a value of 64 KiB, thousands of headers, bytes that nobody can read. */
export function hostileUpload(): WireEvent[] {
  const name = '%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%E2%80%AEgpj.exe';
  const many = Array.from({ length: 1_000 }, (_, at) => `X-Header-${at}: ${'v'.repeat(at % 60)}`).join('\r\n');
  return new MadeUpload(`/inbox/${name}`)
    .create()
    .raw(
      `BITS_POST /inbox/${name} HTTP/1.1\r\nbits-packet-type: ping\r\nBITS-Packet-Type: Ping\r\nX-Long: ${'long '.repeat(13_000)}\r\n` +
        `X-Bidi: \u202Egnihtyna\u202C\r\n${many}\r\nHost: files.example.test\r\nContent-Length: 0\r\n\r\n`,
    )
    .take();
}
