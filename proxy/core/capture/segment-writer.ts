import type { Direction } from '../recorded-bytes.ts';
import type { PcapngWriter } from './pcapng-writer.ts';
import type { RecordedConnection } from './recorded-connection.ts';
import { FLAG, MAX_PAYLOAD, SYN_OPTIONS } from './tcp-sender.ts';

/** Where bytes of a direction lie. Those that are kept and those that are not are told apart. */
export interface Placed {
  readonly connection: string;
  readonly from: Direction;
  readonly at: number;
  /** The place of the first one in all that the direction said, and how many they are. */
  readonly start: number;
  readonly length: number;
  /** Where the first one stands in the file, counted from its beginning; nothing where they are not kept. */
  readonly place: number | undefined;
}

/** What one side says at once: `kept` of its bytes are kept, the first ones, and `length` were sent. */
export interface Said {
  readonly from: Direction;
  readonly bytes: Uint8Array;
  readonly kept: number;
  readonly length: number;
}

interface Segment {
  readonly flags: number;
  readonly bytes?: Uint8Array;
  readonly kept?: number;
  /** Of its payload. */
  readonly length?: number;
}

const NOTHING = new Uint8Array(0);
const NO_COMMENTS: readonly string[] = [];

/** Who sent more without an answer would be taken to say it again: sequence numbers have no sign further on. */
const ACKNOWLEDGED_AFTER = 2 ** 26;

/** What happens on a connection as the TCP segments that show it. */
export class SegmentWriter {
  readonly #writer: PcapngWriter;
  readonly #placed: ((placed: Placed) => void) | undefined;

  constructor(writer: PcapngWriter, placed: ((placed: Placed) => void) | undefined) {
    this.#writer = writer;
    this.#placed = placed;
  }

  handshake(connection: RecordedConnection, at: number, comment: string): void {
    const length = SYN_OPTIONS.length;
    this.#write(connection, 'client', at, { flags: FLAG.syn, bytes: SYN_OPTIONS, kept: length, length }, [comment]);
    this.#write(connection, 'server', at, { flags: FLAG.syn | FLAG.ack, bytes: SYN_OPTIONS, kept: length, length }, NO_COMMENTS);
    this.bare(connection, 'client', at);
  }

  /** A segment that only acknowledges, to carry a comment. */
  bare(connection: RecordedConnection, from: Direction, at: number, comment?: string): void {
    this.#write(connection, from, at, { flags: FLAG.ack }, comment === undefined ? NO_COMMENTS : [comment]);
  }

  /** `each` stands on every packet that it takes, `first` on the first. */
  say(connection: RecordedConnection, at: number, said: Said, each: readonly string[], first: readonly string[]): void {
    const { from, bytes, kept, length } = said;
    const sender = connection.sender(from);
    for (let done = 0; done < length; ) {
      const size = Math.min(length - done, MAX_PAYLOAD);
      const keep = Math.min(Math.max(kept - done, 0), size);
      const flags = done + size === length ? FLAG.ack | FLAG.push : FLAG.ack;
      const part = done === 0 ? bytes : bytes.subarray(done);
      const comments = done === 0 && first.length > 0 ? [...each, ...first] : each;
      const place = this.#write(connection, from, at, { flags, bytes: part, kept: keep, length: size }, comments);
      const { id } = connection;
      const start = sender.said;
      if (keep > 0) this.#placed?.({ connection: id, from, at, start, length: keep, place });
      if (keep < size) this.#placed?.({ connection: id, from, at, start: start + keep, length: size - keep, place: undefined });
      sender.said += size;
      done += size;
      sender.unacknowledged += size;
      if (sender.unacknowledged >= ACKNOWLEDGED_AFTER) this.bare(connection, otherThan(from), at);
    }
  }

  end(connection: RecordedConnection, by: Direction, at: number, comment?: string): void {
    const sender = connection.sender(by);
    this.#write(connection, by, at, { flags: FLAG.fin | FLAG.ack }, comment === undefined ? NO_COMMENTS : [comment]);
    sender.ended = true;
  }

  /** What is left of an orderly end. */
  close(connection: RecordedConnection, by: Direction, at: number, comment: string): void {
    const sides: readonly Direction[] = by === 'client' ? ['client', 'server'] : ['server', 'client'];
    const open = sides.filter((side) => !connection.sender(side).ended);
    if (open.length === 0) return this.bare(connection, by, at, comment);
    for (const [index, side] of open.entries()) this.end(connection, side, at, index === 0 ? comment : undefined);
    this.bare(connection, otherThan(open.at(-1) ?? by), at);
  }

  reset(connection: RecordedConnection, by: Direction, at: number, comment: string): void {
    this.#write(connection, by, at, { flags: FLAG.rst | FLAG.ack }, [comment]);
  }

  #write(connection: RecordedConnection, from: Direction, at: number, segment: Segment, comments: readonly string[]): number {
    const { flags, bytes = NOTHING, kept = 0, length = 0 } = segment;
    const peer = connection.sender(otherThan(from));
    peer.unacknowledged = 0;
    const head = connection.sender(from).head(flags, length, peer.next);
    return this.#writer.packet({ at: connection.notBefore(at), head, payload: bytes, kept, length, comments });
  }
}

function otherThan(side: Direction): Direction {
  return side === 'client' ? 'server' : 'client';
}
