import { Analyzer } from '../../proxy/core/analyzer.ts';
import { parseContentRange, rangeLength } from '../../proxy/core/bits/range.ts';
import { type SessionView, Timeline } from '../../proxy/core/timeline.ts';
import type { CloseKind, Speaker, WireEvent } from '../../proxy/core/wire.ts';
import { START } from './conversation.ts';

interface AnswerOptions {
  readonly next?: number;
  readonly reply?: string;
  readonly error?: string;
  readonly context?: string;
  readonly id?: string;
  readonly via?: string;
  /** Without, the answer is a page of somebody who does not speak BITS. */
  readonly bits?: false;
}

interface SendOptions {
  /** Body bytes that really came. */
  readonly came?: number;
  /** Its declared length, where that is not the range's. */
  readonly length?: number;
  readonly credentials?: true;
}

/** One client's talk with a server, word by word, 10 ms apart: what the core makes of it are real sessions. */
export class Talk {
  readonly events: WireEvent[] = [];
  #at = START;
  #connections = 0;
  #connection: string | undefined;

  get at(): number {
    return this.#at;
  }

  ping(options: SendOptions = {}): this {
    return this.#send('Ping', {}, options);
  }

  create(options: SendOptions = {}): this {
    return this.#send('Create-Session', { 'BITS-Supported-Protocols': PROTOCOL }, options);
  }

  /** A session that was accepted. */
  begin(id = ID): this {
    return this.create().answer(200, { id });
  }

  /** `0-99/300`, with the body that belongs to it. */
  fragment(range: string, options: SendOptions = {}): this {
    const parsed = parseContentRange(`bytes ${range}`);
    const length = parsed ? Number(rangeLength(parsed)) : 0;
    return this.#send('Fragment', { 'Content-Range': `bytes ${range}` }, { came: length, length, ...options });
  }

  /** A Fragment of which the server acknowledges all. */
  stored(range: string, reply?: string): this {
    const next = Number(parseContentRange(`bytes ${range}`)?.last ?? 0n) + 1;
    return this.fragment(range).answer(200, { next, ...(reply !== undefined && { reply }) });
  }

  close(): this {
    return this.#send('Close-Session', {}, {});
  }

  cancel(): this {
    return this.#send('Cancel-Session', {}, {});
  }

  answer(status: number, { next, reply, error, context, id, via, bits }: AnswerOptions = {}): this {
    const headers = {
      ...(bits !== false && { 'BITS-Packet-Type': 'Ack' }),
      ...(id !== undefined && { 'BITS-Session-Id': id, 'BITS-Protocol': PROTOCOL }),
      ...(next !== undefined && { 'BITS-Received-Content-Range': `${next}` }),
      ...(reply !== undefined && { 'BITS-Reply-URL': reply }),
      ...(error !== undefined && { 'BITS-Error': error }),
      ...(context !== undefined && { 'BITS-Error-Context': context }),
      ...(via !== undefined && { Via: via }),
      'Content-Length': '0',
    };
    return this.#say('server', message(`HTTP/1.1 ${status} Whatever`, headers));
  }

  /** Bytes of one side as they are. */
  raw(from: Speaker, text: string): this {
    return this.#say(from, text);
  }

  /** So many bytes of the reply from its beginning, of so many. */
  fetchReply(bytes: number, of: number): this {
    this.#say('client', message('GET /inbox/reply.bin HTTP/1.1', { Host: HOST }));
    const headers = { 'Content-Range': `bytes 0-${bytes - 1}/${of}`, 'Content-Length': `${bytes}` };
    return this.#say('server', message('HTTP/1.1 206 Partial Content', headers, bytes));
  }

  /** The connection is gone; the next packet comes on a new one. */
  cut(by: Speaker, how: CloseKind = 'reset'): this {
    if (this.#connection) this.events.push({ type: 'closed', at: this.#next(), connection: this.#connection, by, how });
    this.#connection = undefined;
    return this;
  }

  silence(ms: number): this {
    this.#at += ms;
    return this;
  }

  tick(): this {
    this.events.push({ type: 'tick', at: this.#next() });
    return this;
  }

  /** A day without a packet. */
  quiet(): this {
    return this.silence(25 * 3_600_000).tick();
  }

  ends(): this {
    this.events.push({ type: 'traffic-ended', at: this.#next() });
    return this;
  }

  /** All sessions as they stand at the end. */
  sessions(): readonly SessionView[] {
    const analyzer = new Analyzer();
    const timeline = new Timeline();
    for (const event of [...this.events, { type: 'tick', at: this.#at } as const])
      for (const told of analyzer.feed(event)) timeline.apply(told);
    return [...timeline.sessions.values()];
  }

  /** The first session, or another by its id. */
  session(id = 's1'): SessionView {
    const view = this.sessions().find((candidate) => candidate.id === id);
    if (!view) throw new Error(`there is no session ${id}`);
    return view;
  }

  #send(type: string, headers: Readonly<Record<string, string>>, { came = 0, length = 0, credentials }: SendOptions): this {
    const named = {
      'BITS-Packet-Type': type,
      ...(type !== 'Ping' && type !== 'Create-Session' && { 'BITS-Session-Id': ID }),
      Host: HOST,
      ...headers,
      ...(credentials && { Authorization: 'NTLM x' }),
      'Content-Length': `${length}`,
    };
    return this.#say('client', message('BITS_POST /inbox/report.bin HTTP/1.1', named, came));
  }

  #say(from: Speaker, text: string): this {
    if (this.#connection === undefined) {
      this.#connections += 1;
      this.#connection = `c${this.#connections}`;
      this.events.push({
        type: 'opened',
        at: this.#next(),
        connection: this.#connection,
        client: '192.0.2.10:50000',
        server: `${HOST}:80`,
      });
    }
    this.events.push({ type: 'data', at: this.#next(), connection: this.#connection, from, bytes: Buffer.from(text, 'latin1') });
    return this;
  }

  #next(): number {
    this.#at += 10;
    return this.#at;
  }
}

const ID = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';
const PROTOCOL = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const HOST = 'bits.example.test';

function message(first: string, headers: Readonly<Record<string, string>>, body = 0): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, '', 'x'.repeat(body)].join('\r\n');
}
