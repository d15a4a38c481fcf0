import { requestReader } from '../../proxy/core/http/reader.ts';
import type { LiveConnection } from '../../proxy/core/replay/casting.ts';
import type { Move } from '../../proxy/core/replay/move.ts';
import { RecordedServer, type RecordedServerOptions } from '../../proxy/core/replay/recorded-server.ts';
import { serverScript } from '../../proxy/core/replay/server-script.ts';
import { PROTOCOL } from './blocks.ts';
import { recordedConversation, recordedSample } from './recorded-sample.ts';

export interface Got extends Move {
  /** The head of the answer, '' where there is none. */
  readonly head: string;
  readonly status: number;
  readonly header: (name: string) => string | undefined;
}

interface Sent {
  readonly path?: string;
  readonly id?: string;
  /** Header lines beside the usual ones. */
  readonly lines?: readonly string[];
  readonly length?: number;
  readonly host?: string;
}

/** A client that meets a recorded server on one connection, without a wire between them. */
export class MetClient {
  readonly #server: RecordedServer;
  readonly #live: LiveConnection;

  constructor(server: RecordedServer, address = '192.0.2.77') {
    this.#server = server;
    this.#live = server.connect(address);
  }

  ping(sent: Sent = {}): Got {
    return this.packet('Ping', sent);
  }

  create(sent: Sent = {}): Got {
    return this.packet('Create-Session', { ...sent, lines: [`BITS-Supported-Protocols: ${PROTOCOL}`, ...(sent.lines ?? [])] });
  }

  /** `range` as in `0-99/300`. */
  fragment(range: string, sent: Sent = {}): Got {
    const [first = 0, last = 0] = range.split(/[-/]/).map(Number);
    return this.packet('Fragment', { length: last - first + 1, ...sent, lines: [`Content-Range: bytes ${range}`, ...(sent.lines ?? [])] });
  }

  close(sent: Sent = {}): Got {
    return this.packet('Close-Session', sent);
  }

  cancel(sent: Sent = {}): Got {
    return this.packet('Cancel-Session', sent);
  }

  packet(type: string, { path = '/inbox/report.bin', id, lines = [], length = 0, host = 'mock.test:8090' }: Sent): Got {
    const named = id === undefined ? [] : [`BITS-Session-Id: ${id}`];
    return this.send([
      `BITS_POST ${path} HTTP/1.1`,
      `BITS-Packet-Type: ${type}`,
      ...named,
      ...lines,
      `Host: ${host}`,
      `Content-Length: ${length}`,
    ]);
  }

  send(lines: readonly string[]): Got {
    const [event] = requestReader().read(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
    if (event?.type !== 'head') throw new Error('this is no request');
    const move = this.#server.meet(this.#live, event.head, event.framing);
    move.settle();
    const [part] = move.parts;
    const head = part?.kind === 'text' ? part.text.slice(0, part.text.indexOf('\r\n\r\n') + 4) : '';
    const header = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'mi').exec(head)?.[1];
    return { ...move, head, header, status: Number(head.split(' ')[1] ?? 0) };
  }

  /** The connection is gone. */
  leave(): void {
    this.#live.open = false;
  }
}

export function serverOfSample(name: string, options?: RecordedServerOptions): RecordedServer {
  return new RecordedServer(serverScript(recordedSample(name).timeline), options);
}

/** Blocks of a conversation, without their `=== `. */
export function serverOf(blocks: readonly string[], options?: RecordedServerOptions): RecordedServer {
  return new RecordedServer(serverScript(recordedConversation(blocks.map((block) => `=== ${block}`).join('\n')).timeline), options);
}
