import { latin1 } from '../http/latin1.ts';
import { isoTime, readIsoTime } from '../text/iso-time.ts';
import { utf8Text } from '../text/utf8.ts';
import type { WireEvent } from '../wire.ts';
import type { FormatTarget } from './format-target.ts';
import { type CaptureSource, LAST_TIME } from './frame.ts';
import { happening } from './happening-text.ts';
import { Lines } from './lines.ts';
import { MessageText } from './message-text.ts';

/** What seconds are counted from where a conversation does not say it: 2025-03-04T09:00:00Z. */
export const CONVERSATION_START = 1_741_078_800_000;

const MARK = '=== ';

/**
 * A conversation as readable text, in UTF-8, with LF or CRLF. A line that begins with `=== ` says what happens; the lines
 * behind it, up to the next such line, are the bytes that were sent.
 *
 *   # Lines like this one may stand in front of the first `=== ` line, and behind one that brings no bytes.
 *   === start 2026-01-02T03:04:05.000250Z      (what the seconds below are counted from; without it CONVERSATION_START)
 *   === 0.000 c1 open 192.0.2.10:50211 files.example.test:80       (client, server; without a server: forward mode)
 *   === 0.001 c1 routed files.example.test:80
 *   === 0.010000 c1 client                     (a head, an empty line, a body: see below. Also `server`, and `proxy`
 *   BITS_POST /inbox/report.bin HTTP/1.1        where the tap answered itself)
 *   Host: files.example.test
 *   Content-Length: 9000
 *
 *   <<base64 AAECAwQF>>
 *   === 0.012 c1 client
 *   <<continued>>
 *   more of the body
 *   === 0.012 c1 gap client 8976               (so many bytes were sent here by `client` or `server`, and are not kept)
 *   === 0.013 c1 rewrite Host: a → b           (of the request whose head came last; to the end of the line)
 *   === 0.030 c1 end client                    (FIN of one side: `client` or `server`)
 *   === 0.040 c1 close server reset why        (gone: by `client`, `server` or `proxy`; `fin`, `reset`, `failed` or
 *                                               `shutdown`; perhaps the reason, to the end of the line)
 *   === 0.050 c1 fault upstream-refused why    (a fault of the tap: its code, and its message to the end of the line)
 *   === 0.060 fault disk-full why              (one that concerns no connection)
 *   === 1.000 tick
 *   === 9.000 traffic-ended
 *
 * Seconds have at most six decimals. A connection is named by any word but `tick`, `traffic-ended` and `fault`.
 *
 * Bytes: up to the first empty line they are a head, in which every line ends with CRLF, the empty one as well. Behind it, or from
 * the beginning where the first line is a `<<…>>`, they are (more of) a body: each line has a CRLF behind it if another line
 * follows, and empty lines at its end do not count. A block without an empty line is not a head that is complete: its lines have a CRLF
 * between them and none at the end (`<<no empty line>>` ends one where an empty line must follow for other reasons).
 * Lines in a body, and the first line of a block without a head, that stand for other bytes, and have no CRLF behind them:
 *
 *   <<hex 16 03 01>>  <<base64 FgMB>>          (these bytes)
 *   <<6 bytes>>                                (any six bytes: they are read as `xxxxxx`)
 *   <<continued>>                              (none: there is no head, a body goes on)
 *
 * So whoever writes one puts everything that is not lines of printable text with CRLF between them, or that contains
 * a line which begins with `===` or `<<`, or that ends with a CRLF, into `<<base64 …>>` lines, heads included, and keeps lines short.
 */
export class ConversationTextReader implements CaptureSource {
  readonly #target: FormatTarget;
  readonly #lines: Lines;
  #start = CONVERSATION_START;
  #message: MessageText | undefined;
  /** When the last thing happened on each open connection. */
  readonly #connections = new Map<string, number>();
  #begun = false;

  constructor(target: FormatTarget) {
    this.#target = target;
    this.#lines = new Lines(
      target.limits.maxRecordBytes,
      (line) => this.#take(line),
      () => this.#skip(`it is longer than ${target.limits.maxRecordBytes} bytes`),
    );
  }

  feed(bytes: Uint8Array): void {
    this.#lines.feed(bytes);
  }

  end(): void {
    this.#lines.end();
    this.#message?.end();
    if (!this.#begun) this.#target.stop('capture-format', 'this is text, but no conversation: no line begins with "=== "', 0);
  }

  #take(line: Uint8Array): void {
    if (isMarked(line)) this.#happens(utf8Text(line.subarray(MARK.length)));
    else if (this.#message) this.#takeContent(this.#message, line);
    else if (this.#begun && line.length > 0 && line[0] !== HASH) this.#skip('nothing was said there that bytes belong to');
  }

  #takeContent(message: MessageText, line: Uint8Array): void {
    const problem = message.take(line);
    if (problem !== undefined) this.#skip(problem);
  }

  #happens(text: string): void {
    this.#message?.end();
    this.#message = undefined;
    this.#begun = true;
    const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
    if (first === 'start') return this.#startAt(rest);
    const seconds = /^-?\d+(\.\d+)?$/.test(first) ? Number(first) : Number.NaN;
    if (Number.isNaN(seconds)) return this.#skip(`"=== ${text}" does not begin with seconds`);
    const at = this.#start + Math.round(seconds * 1_000_000) / 1000;
    const event = happening(rest, Math.min(Math.max(at, 0), LAST_TIME));
    if (typeof event === 'string') this.#skip(event);
    else if ('connection' in event && event.connection !== undefined) this.#onConnection(event, event.connection);
    else this.#target.event(event);
  }

  #startAt(text: string): void {
    const start = readIsoTime(text);
    if (start === undefined) this.#skip(`"${text}" is no time such as ${isoTime(CONVERSATION_START)}`);
    else this.#start = start;
  }

  /** Time never goes back on a connection. */
  #onConnection(event: WireEvent, connection: string): void {
    const last = this.#connections.get(connection);
    if (last === undefined && event.type !== 'opened') this.#tellUnopened(connection);
    if (last !== undefined && last > event.at) this.#skip(`time goes back on ${connection}: it is read as if it stood still`, 'back');
    const at = Math.max(last ?? 0, event.at);
    if (event.type === 'closed') this.#connections.delete(connection);
    else this.#remember(connection, at);
    if (event.type === 'data') this.#message = new MessageText({ ...event, at }, (said) => this.#target.event(said));
    else this.#target.event({ ...event, at });
  }

  #remember(connection: string, at: number): void {
    this.#connections.set(connection, at);
    if (this.#connections.size <= this.#target.limits.maxConnections) return;
    for (const oldest of this.#connections.keys()) {
      this.#connections.delete(oldest);
      return;
    }
  }

  #tellUnopened(connection: string): void {
    this.#skip(`${connection} was not opened: nothing that happens on it can be read`, connection);
  }

  #skip(problem: string, about?: string): void {
    const { number } = this.#lines;
    this.#target.tell('capture-skipped', about ?? String(number), () => `Line ${number}: ${problem}.`);
  }
}

const HASH = 0x23;

function isMarked(line: Uint8Array): boolean {
  return line[0] === 0x3d && latin1(line.subarray(0, MARK.length)) === MARK;
}
