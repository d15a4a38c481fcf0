import { type CaptureContext, Dialogue } from './dialogue.ts';
import type { Frame } from './frame.ts';
import { Reassembly, type StreamTarget } from './reassembly.ts';
import { beginningOn, notesOn, RecordedDialogue } from './recorded-dialogue.ts';
import { otherSide, type Side } from './side.ts';
import { advance, distance, type TcpSegment } from './tcp-segment.ts';

/** What one end has sent, put in order. */
interface End {
  readonly stream: Reassembly;
  /** The sequence number of its SYN, or the one in front of what was seen first. */
  isn: number | undefined;
  ended: boolean;
}

/** One TCP connection, from its first segment in the capture to its end. */
export class Conversation {
  readonly #context: CaptureContext;
  readonly #dialogue: Dialogue | RecordedDialogue;
  /** In a recording of ours. */
  readonly #recorded: RecordedDialogue | undefined;
  readonly #ends: readonly [End, End];
  #at = 0;
  #firstToEnd: Side | undefined;
  closed = false;
  /** It has spoken since this was last set to false. */
  touched = false;

  /** `side`: who sent the first segment. */
  constructor(context: CaptureContext, segment: TcpSegment, side: Side, frame: Frame, name: (side: Side) => string) {
    this.#context = context;
    const client = segment.syn ? (segment.ack === undefined ? side : otherSide(side)) : undefined;
    const beginning = beginningOn(frame);
    this.#recorded = beginning && new RecordedDialogue(context, beginning, side, frame.at);
    this.#dialogue = this.#recorded ?? new Dialogue(context, { at: frame.at, client, name });
    this.#ends = [this.#endOf(0), this.#endOf(1)];
  }

  #endOf(side: Side): End {
    const target: StreamTarget = {
      data: (bytes, frame, place) => this.#dialogue.data({ side, bytes, frame, place, at: this.#at, missing: 0 }),
      gap: (bytes) => this.#dialogue.gap(side, bytes, this.#at),
      end: () => this.#end(side),
    };
    return { stream: new Reassembly(target, this.#context.held), isn: undefined, ended: false };
  }

  /** Whether a segment with these ports is part of this connection, and not of a later one on the same ports. */
  owns({ syn, seq, ack, payloadLength }: TcpSegment, side: Side, frame: Frame): boolean {
    const { isn, stream } = this.#ends[side];
    const beginning = beginningOn(frame);
    if (!syn && beginning) return !this.closed && this.#recorded?.isContinuedBy(beginning) === true;
    if (!syn) return !this.closed || payloadLength === 0 || isOld(stream.next, advance(seq, payloadLength));
    if (this.closed) return false;
    if (isn !== undefined) return isn === seq;
    const peer = this.#ends[otherSide(side)].isn;
    return ack !== undefined && (peer === undefined || advance(peer, 1) === ack);
  }

  take(segment: TcpSegment, side: Side, frame: Frame): void {
    this.touched = true;
    this.#at = Math.max(this.#at, frame.at);
    if (this.#recorded) this.#takeNotes(this.#recorded, segment, side, frame);
    if (this.closed) return;
    const { stream } = this.#ends[side];
    if (segment.rst) return this.#reset(side);
    this.#acknowledge(segment, this.#ends[otherSide(side)].stream);
    const first = segment.syn ? advance(segment.seq, 1) : segment.seq;
    this.#synchronise(segment, side);
    const { payload, payloadLength } = segment;
    if (payloadLength > 0) stream.take(first, payload, payloadLength, frame.number, placeOf(payload, frame));
    if (segment.fin) stream.finish(advance(first, payloadLength));
    if (stream.overflowed) this.#tellOverflow(stream, frame);
  }

  /** It is not followed any further: its ports are used again, or there are too many. */
  abandon(by: Side | undefined, reason: string): void {
    if (!this.closed) this.#close(by, by === undefined ? 'shutdown' : 'reset', reason);
  }

  /** The capture ends; the connection may have gone on. */
  finish(): void {
    if (this.closed) return;
    for (const { stream } of this.#ends) stream.flush();
    if (!this.closed) this.#dialogue.finish();
  }

  /** What they say comes before what their packet carries. */
  #takeNotes(recorded: RecordedDialogue, { seq, ack = 0 }: TcpSegment, side: Side, frame: Frame): void {
    const notes = notesOn(frame);
    // What went wrong, and what was marked, may be told behind the end.
    if (this.closed)
      return recorded.notes(
        notes.filter(({ kind }) => kind === 'fault' || kind === 'mark'),
        this.#at,
      );
    if (notes.some(({ kind }) => kind === 'continues')) {
      this.#begin(side, advance(seq, -1));
      this.#begin(otherSide(side), advance(ack, -1));
    }
    this.closed = notes.some(({ kind }) => kind === 'closed');
    if (this.closed) for (const { stream } of this.#ends) stream.flush();
    recorded.notes(notes, this.#at);
  }

  /** Where both ends begin: told by their SYNs, or else by what is seen of them first. */
  #synchronise({ syn, seq, ack, payloadLength }: TcpSegment, side: Side): void {
    if (syn) this.#begin(side, seq);
    else if (payloadLength > 0) this.#begin(side, advance(seq, -1));
    if (syn && ack !== undefined) this.#begin(otherSide(side), advance(ack, -1));
  }

  #begin(side: Side, isn: number): void {
    const end = this.#ends[side];
    end.isn ??= isn;
    end.stream.begin(advance(isn, 1));
  }

  /** Who speaks has read what it acknowledges; a bare acknowledgement may have overtaken in the capture what it is for. */
  #acknowledge({ ack, payloadLength, fin }: TcpSegment, stream: Reassembly): void {
    if (ack === undefined) return;
    if (payloadLength > 0 || fin) stream.giveUp(ack);
    else stream.acknowledge(ack);
  }

  #end(side: Side): void {
    this.#ends[side].ended = true;
    this.#dialogue.ended(side, this.#at);
    this.#firstToEnd ??= side;
    // How a recorded connection was closed is told by a note.
    if (this.#ends[otherSide(side)].ended && !this.#recorded) this.#close(this.#firstToEnd, 'fin');
  }

  /** Behind the FIN of its peer it is only how some systems end a connection: the peer had nothing more to say. */
  #reset(side: Side): void {
    if (this.#firstToEnd === otherSide(side)) this.#close(this.#firstToEnd, 'fin');
    else this.#close(side, 'reset');
  }

  #close(by: Side | undefined, how: 'fin' | 'reset' | 'shutdown', reason?: string): void {
    for (const { stream } of this.#ends) stream.flush();
    if (this.closed) return;
    this.closed = true;
    this.#dialogue.closed(by, how, this.#at, reason);
  }

  #tellOverflow(stream: Reassembly, { at, number }: Frame): void {
    stream.overflowed = false;
    const { ends } = this.#dialogue;
    this.#context.notices.tell(
      'capture-limit',
      ends,
      at,
      () => `Between ${ends} bytes are missing, and too many wait behind them (frame ${number}): they are read as lost.`,
    );
  }
}

/** Where in the file the payload stands: it is a view into the frame. */
function placeOf(payload: Uint8Array, { bytes, place }: Frame): number {
  return place + payload.byteOffset - bytes.byteOffset;
}

function isOld(next: number | undefined, end: number): boolean {
  return next !== undefined && distance(next, end) <= 0;
}
