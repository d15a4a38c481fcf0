import type { MarkChange } from '../mark.ts';
import type { Direction } from '../recorded-bytes.ts';
import type { WireEvent } from '../wire.ts';
import type { Written } from './block-buffer.ts';
import { HostAddresses } from './host-address.ts';
import { formatNote, type Note, OURS } from './note.ts';
import { type HostName, PcapngWriter } from './pcapng-writer.ts';
import { RecordedConnection } from './recorded-connection.ts';
import { Redactor } from './redactor.ts';
import { type Placed, SegmentWriter } from './segment-writer.ts';
import { emptyPacket } from './tcp-sender.ts';

export interface RecordingOptions {
  /** What writes the file, as in `bitstap 1.2.3`. */
  readonly application: string;
  /** Called for each packet that carries something. */
  readonly placed?: (placed: Placed) => void;
  /** Credentials in heads are kept as `*`; see `Redactor`. */
  readonly redact?: boolean;
  /** Bytes that were seen at once, so many or more, are not copied: they must not change before they are written. */
  readonly uncopied?: number;
}

type Of<Type> = Extract<WireEvent, { readonly type: Type }>;

const NOTHING = new Uint8Array(0);
const NO_COMMENTS: readonly string[] = [];
const ANSWERED = [formatNote({ kind: 'answered' })];
/** So many connections that have ended are remembered, for what is found out later. */
const MAX_CLOSED = 1000;
const UNKNOWN_CLIENT = '?:0';

/**
 * Wire events as the bytes of a pcapng file: synthetic packets, and what packets can't say as comments on them (`Note`).
 * Wireshark shows the conversation, and `CaptureReader` gives the same events again. `tick` and `traffic-ended` are not written.
 */
export class RecordingEncoder {
  readonly #options: RecordingOptions;
  readonly #writer: PcapngWriter;
  readonly #segments: SegmentWriter;
  readonly #addresses = new HostAddresses();
  readonly #open = new Map<string, RecordedConnection>();
  readonly #closed = new Map<string, RecordedConnection>();
  /** The ends of those that are open. */
  readonly #taken = new Set<string>();
  /** Addresses whose names the file has. */
  readonly #named = new Set<string>();
  /** The last rewrite, as it was written. */
  #rewritten: { readonly what: string; readonly note: string } | undefined;
  #count = 0;
  #lastAt = 0;

  constructor(options: RecordingOptions) {
    this.#options = options;
    this.#writer = new PcapngWriter(options.uncopied);
    this.#segments = new SegmentWriter(this.#writer, options.placed);
  }

  /** Bytes of this file so far, flushed or not. */
  get length(): number {
    return this.#writer.length;
  }

  /** Begins a file. Connections that are open are announced in it, so that it can be read without the files before it. */
  begin(): void {
    this.#named.clear();
    this.#writer.begin(this.#options.application);
    for (const connection of this.#open.values()) {
      this.#name(connection.names);
      this.#segments.bare(connection, 'client', this.#lastAt, formatNote(connection.continues()));
    }
  }

  /** `kept`: how many of the bytes of a data event are kept, the first ones; of the others only that they were sent. */
  take(event: WireEvent, kept?: number): void {
    this.#lastAt = Math.max(this.#lastAt, event.at);
    if (this.#isLate(event)) return;
    switch (event.type) {
      case 'opened':
        this.#begin(event);
        return;
      case 'data':
        return this.#data(event, kept ?? event.bytes.length);
      case 'gap':
        return this.#gap(event);
      case 'routed':
        return this.#note(event, { kind: 'routed', server: event.server });
      case 'rewrite':
        return this.#rewrite(event);
      case 'ended':
        return this.#end(event);
      case 'closed':
        return this.#close(event);
      case 'fault':
        return this.#remark(event.connection, event.at, formatNote({ kind: 'fault', code: event.code, message: event.message }));
      case 'tick':
      case 'traffic-ended':
        return;
    }
  }

  /** What was found out about a connection, for people who look at its packets. */
  comment(connection: string, at: number, text: string): void {
    this.#remark(connection, at, `${OURS}finding: ${text}`);
  }

  /**
   * What somebody marked, among the packets of a connection or beside them. It has the time of what is marked: when it was made
   * is no time of the traffic.
   */
  mark(change: MarkChange, connection?: string): void {
    this.#remark(connection, change.place.at, formatNote({ kind: 'mark', change }));
  }

  /** What was written since the last time; it belongs to the caller from now on. */
  flush(): Written {
    return this.#writer.flush();
  }

  /** Gives back the memory that `flush` gave, to be used again. */
  giveBack({ memory }: Written): void {
    this.#writer.giveBack(memory);
  }

  #begin({ connection: id, at, client, server }: Omit<Of<'opened'>, 'type'>): RecordedConnection {
    this.#count += 1;
    const redactor = this.#options.redact === true ? new Redactor() : undefined;
    const start = { id, at, client, server, number: this.#count, redactor };
    const connection = new RecordedConnection(start, this.#addresses, this.#taken);
    this.#forget(id);
    this.#open.set(id, connection);
    this.#taken.add(connection.key);
    this.#name(connection.names);
    this.#segments.handshake(connection, at, formatNote(connection.opened()));
    return connection;
  }

  #data({ connection: id, from: speaker, at, bytes }: Of<'data'>, kept: number): void {
    const connection = this.#connection(id, at);
    const from = speaker === 'client' ? 'client' : 'server';
    const each = speaker === 'proxy' ? ANSWERED : NO_COMMENTS;
    const redacted = connection.redactor?.redact(from, bytes);
    const first = redacted?.headers ? [formatNote({ kind: 'redacted', headers: redacted.headers })] : NO_COMMENTS;
    this.#segments.say(connection, at, { from, bytes: redacted?.bytes ?? bytes, kept, length: bytes.length }, each, first);
  }

  #gap({ connection: id, from, at, bytes }: Of<'gap'>): void {
    const connection = this.#connection(id, at);
    connection.redactor?.miss(from, bytes);
    this.#segments.say(connection, at, { from, bytes: NOTHING, kept: 0, length: bytes }, NO_COMMENTS, NO_COMMENTS);
  }

  #end({ connection: id, by, at }: Of<'ended'>): void {
    const connection = this.#connection(id, at);
    if (!connection.sender(by).ended) this.#segments.end(connection, by, at);
  }

  #close({ connection: id, at, by, how, reason }: Of<'closed'>): void {
    const connection = this.#connection(id, at);
    const comment = formatNote({ kind: 'closed', by, how, ...(reason !== undefined && { reason }) });
    const side: Direction = by === 'client' ? 'client' : 'server';
    if (how === 'reset') this.#segments.reset(connection, side, at, comment);
    else this.#segments.close(connection, side, at, comment);
    this.#forget(id);
    this.#closed.set(id, connection);
    dropFirst(this.#closed, MAX_CLOSED);
  }

  #forget(id: string): void {
    const connection = this.#open.get(id);
    if (connection) this.#taken.delete(connection.key);
    this.#open.delete(id);
    this.#closed.delete(id);
  }

  #note({ connection, at }: { readonly connection: string; readonly at: number }, note: Note): void {
    this.#segments.bare(this.#connection(connection, at), 'server', at, formatNote(note));
  }

  /** Mostly the same words with every request. */
  #rewrite({ connection, at, what }: Of<'rewrite'>): void {
    if (this.#rewritten?.what !== what) this.#rewritten = { what, note: formatNote({ kind: 'rewrite', what }) };
    this.#segments.bare(this.#connection(connection, at), 'server', at, this.#rewritten.note);
  }

  /** Behind the end of its connection there is only what went wrong. */
  #isLate(event: WireEvent): boolean {
    if (event.type === 'opened' || event.type === 'fault' || !('connection' in event)) return false;
    return this.#closed.has(event.connection);
  }

  /** Also where its connection is gone, or there is none. */
  #remark(id: string | undefined, at: number, text: string): void {
    const connection = id === undefined ? undefined : (this.#open.get(id) ?? this.#closed.get(id));
    if (connection) return this.#segments.bare(connection, 'server', at, text);
    const { address } = this.#addresses.of('bitstap');
    this.#name([{ address, name: 'bitstap' }]);
    this.#writer.packet({ at, head: emptyPacket(address), payload: NOTHING, kept: 0, length: 0, comments: [text] });
  }

  /** One that nobody opened was open before the recording began. */
  #connection(id: string, at: number): RecordedConnection {
    return this.#open.get(id) ?? this.#begin({ connection: id, at, client: UNKNOWN_CLIENT });
  }

  #name(names: readonly HostName[]): void {
    const fresh = names.filter(({ address }) => !this.#named.has(address.join('.')));
    for (const { address } of fresh) this.#named.add(address.join('.'));
    this.#writer.names(fresh);
  }
}

function dropFirst(map: Map<string, unknown>, limit: number): void {
  for (const first of map.keys()) {
    if (map.size <= limit) return;
    map.delete(first);
  }
}
