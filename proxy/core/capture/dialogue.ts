import type { MarkChange } from '../mark.ts';
import type { CloseKind, WireEvent } from '../wire.ts';
import type { CaptureCounts } from './capture-summary.ts';
import type { Notices } from './notices.ts';
import type { MessageKind } from './opening.ts';
import type { HeldBytes } from './reassembly.ts';
import { otherSide, type Side } from './side.ts';
import { Talker } from './talker.ts';
import { Waiting, type WaitingPiece } from './waiting.ts';

/** What all dialogues of a capture share. */
export interface CaptureContext {
  readonly take: (event: WireEvent) => void;
  readonly counts: CaptureCounts;
  readonly notices: Notices;
  readonly held: HeldBytes;
  readonly maxUnknownBytes: number;
  readonly nextConnection?: (() => string) | undefined;
  readonly onMark?: ((change: MarkChange) => void) | undefined;
}

export interface DialogueStart {
  readonly at: number;
  /** Who sent the SYN. Without it the dialogue was joined in its middle, and the first message tells. */
  readonly client: Side | undefined;
  /** `host:port` of a side. */
  readonly name: (side: Side) => string;
}

const SIDES: readonly Side[] = [0, 1];
const NOTHING = new Uint8Array(0);
const EITHER: readonly MessageKind[] = ['request', 'response'];
const REQUEST: readonly MessageKind[] = ['request'];
const RESPONSE: readonly MessageKind[] = ['response'];
/** In its middle, a connection that carries something else may look like TLS once. */
const TLS_SIGHTINGS = 2;
const WHAT_TO_DO =
  "what is inside can't be read. Capture between the TLS terminator and the server, put bitstap in front of the server, or use plain HTTP.";

/** What two ends say to each other, in its order: HTTP becomes wire events, anything else is counted. */
export class Dialogue {
  readonly #context: CaptureContext;
  readonly #start: DialogueStart;
  readonly #talkers: readonly [Talker, Talker];
  readonly #waiting: Waiting;
  #client: Side | undefined;
  #kind: 'unknown' | 'http' | 'tls' = 'unknown';
  #connection = '';
  /** Everything waits since the beginning; otherwise only what may be the beginning of a message. */
  #keepsAll: boolean;
  #spoke = false;
  #tlsSightings = 0;

  constructor(context: CaptureContext, start: DialogueStart) {
    this.#context = context;
    this.#start = start;
    this.#client = start.client;
    this.#keepsAll = start.client !== undefined;
    const seen = this.#keepsAll ? 'from-start' : 'joined';
    this.#talkers = [new Talker(seen), new Talker(seen)];
    this.#waiting = new Waiting(context.held, context.maxUnknownBytes);
  }

  /** Who talks to whom, for messages to people. */
  get ends(): string {
    const client = this.#client ?? 0;
    return `${this.#start.name(client)} and ${this.#start.name(otherSide(client))}`;
  }

  data(piece: WaitingPiece): void {
    this.#spoke = true;
    if (this.#talkers[piece.side].told) this.#tell(piece);
    else if (this.#kind !== 'tls') this.#judge(piece);
  }

  gap(side: Side, missing: number, at: number): void {
    const talker = this.#talkers[side];
    const piece = { side, at, frame: 0, place: 0, bytes: NOTHING, missing };
    if (talker.told) return this.#tell(piece);
    if (this.#kind === 'tls') return;
    talker.interrupt();
    if (!this.#keepsAll) this.#drop(side);
    this.#keepOrDrop(piece, this.#keepsAll);
  }

  ended(side: Side, at: number): void {
    this.#talkers[side].endedAt = at;
    if (this.#kind === 'http') this.#context.take({ type: 'ended', at, connection: this.#connection, by: this.#role(side) });
  }

  /** `by` nobody: it is only not followed any further. */
  closed(by: Side | undefined, how: CloseKind, at: number, reason?: string): void {
    if (this.#kind !== 'http') return this.finish();
    const who = by === undefined ? 'proxy' : this.#role(by);
    this.#context.take({ type: 'closed', at, connection: this.#connection, by: who, how, ...(reason !== undefined && { reason }) });
    this.finish();
  }

  /** Nothing more comes of it. */
  finish(): void {
    const { counts } = this.#context;
    if (this.#kind === 'unknown' && this.#spoke) counts.other += 1;
    if (this.#kind === 'http') for (const { dropped } of this.#talkers) counts.bytesBeforeFirst += dropped;
    this.#waiting.take();
  }

  #judge(piece: WaitingPiece): void {
    const { side, bytes } = piece;
    const fresh = !this.#talkers[side].joined;
    const { found, refuted } = this.#talkers[side].look(bytes, this.#kindsOf(side));
    if (refuted && !this.#keepsAll) this.#drop(side);
    switch (found) {
      case 'request':
      case 'response':
        this.#understand(piece, found);
        return this.#tell(piece);
      case 'tls':
        return this.#sightTls(piece, fresh);
      case 'open':
        return this.#keepOrDrop(piece, true);
      case 'neither':
        return this.#keepOrDrop(piece, this.#keepsAll);
    }
  }

  #kindsOf(side: Side): readonly MessageKind[] {
    if (this.#client === undefined) return EITHER;
    return this.#client === side ? REQUEST : RESPONSE;
  }

  #keepOrDrop(piece: WaitingPiece, keep: boolean): void {
    const { side, bytes, missing } = piece;
    const hopeless = this.#keepsAll && this.#talkers[0].joined && this.#talkers[1].joined;
    if (keep && !hopeless && this.#waiting.add({ ...piece, bytes: bytes.slice() })) return;
    this.#talkers[side].dropped += bytes.length + missing;
    if (keep) this.#giveUp();
  }

  /** Goes on as if it had been joined in its middle: HTTP may still begin, behind a greeting of another protocol. */
  #giveUp(): void {
    this.#keepsAll = false;
    for (const side of SIDES) this.#restart(side);
  }

  #drop(side: Side): void {
    this.#talkers[side].dropped += this.#waiting.forget(side);
  }

  #understand({ side, at }: WaitingPiece, kind: MessageKind): void {
    this.#client ??= kind === 'request' ? side : otherSide(side);
    const begins = this.#kind === 'unknown';
    if (begins && !this.#keepsAll) this.#restart(otherSide(side));
    if (begins) this.#open(this.#client);
    for (const one of this.#keepsAll && begins ? SIDES : [side]) this.#talkers[one].told = true;
    for (const piece of this.#waiting.take()) this.#tell(piece);
    if (!begins) return;
    for (const one of SIDES) if (this.#talkers[one].endedAt !== undefined) this.ended(one, at);
  }

  #restart(side: Side): void {
    this.#talkers[side].interrupt();
    this.#drop(side);
  }

  #open(client: Side): void {
    const { counts, take } = this.#context;
    counts.http += 1;
    this.#kind = 'http';
    this.#connection = this.#context.nextConnection?.() ?? `c${counts.http}`;
    const { at, name } = this.#start;
    take({ type: 'opened', at, connection: this.#connection, client: name(client), server: name(otherSide(client)) });
  }

  #tell({ side, at, frame, place, bytes, missing }: WaitingPiece): void {
    const { take, counts } = this.#context;
    const from = this.#role(side);
    if (bytes.length > 0) return take({ type: 'data', at, connection: this.#connection, from, bytes, frame, place });
    counts.lostBytes += missing;
    take({ type: 'gap', at, connection: this.#connection, from, bytes: missing });
  }

  #role(side: Side): 'client' | 'server' {
    return side === this.#client ? 'client' : 'server';
  }

  #sightTls(piece: WaitingPiece, certain: boolean): void {
    this.#tlsSightings += 1;
    if (this.#kind === 'http' || (!certain && this.#tlsSightings < TLS_SIGHTINGS)) return this.#keepOrDrop(piece, this.#keepsAll);
    this.#kind = 'tls';
    this.#waiting.take();
    const { counts, notices } = this.#context;
    counts.tls += 1;
    const server = this.#start.name(otherSide(this.#client ?? piece.side));
    notices.tell('capture-tls', server, piece.at, () => `${this.ends} speak TLS (frame ${piece.frame}): ${WHAT_TO_DO}`);
  }
}
