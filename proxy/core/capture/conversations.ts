import { endpointText } from './address.ts';
import { BIG_ENDIAN } from './byte-order.ts';
import type { Skipped } from './capture-summary.ts';
import { Conversation } from './conversation.ts';
import type { CaptureContext } from './dialogue.ts';
import type { Frame } from './frame.ts';
import { OURS } from './note.ts';
import { packetIn, type TcpPacket } from './packet.ts';
import { beginningOn, notesOn } from './recorded-dialogue.ts';
import type { Side } from './side.ts';

/** So many connections that have ended are remembered, for what comes late. */
const MAX_CLOSED = 1000;
const REUSED = 'a new connection begins on the same ports';

/** From frames to TCP connections: which one a frame belongs to, and which are forgotten. */
export class Conversations {
  readonly #context: CaptureContext;
  readonly #maxConnections: number;
  /** By the ports and addresses of both ends. */
  readonly #open = new Map<string, Conversation>();
  readonly #closed = new Map<string, Conversation>();

  constructor(context: CaptureContext, maxConnections: number) {
    this.#context = context;
    this.#maxConnections = maxConnections;
  }

  take(frame: Frame): void {
    this.#context.counts.frames += 1;
    const packet = packetIn(frame);
    if (packet === 'not-tcp' && frame.comments) this.#remark(packet, frame);
    else if (typeof packet === 'string') this.#skip(packet, frame);
    else this.#takePacket(packet, frame);
  }

  /** The capture ends. */
  end(): void {
    for (const conversation of this.#open.values()) conversation.finish();
    this.#open.clear();
  }

  #takePacket(packet: TcpPacket, frame: Frame): void {
    const { ip, segment } = packet;
    const source = keyOf(ip.source, segment.sourcePort);
    const destination = keyOf(ip.destination, segment.destinationPort);
    const side = source <= destination ? 0 : 1;
    const key = side === 0 ? source + destination : destination + source;
    const conversation = this.#conversation(key, packet, side, frame);
    if (!conversation) return;
    conversation.take(segment, side, frame);
    if (conversation.closed && this.#open.delete(key)) this.#remember(key, conversation);
  }

  #conversation(key: string, packet: TcpPacket, side: Side, frame: Frame): Conversation | undefined {
    const known = this.#open.get(key) ?? this.#closed.get(key);
    const { segment } = packet;
    if (known?.owns(segment, side, frame)) return known;
    known?.abandon(segment.ack === undefined ? side : side === 0 ? 1 : 0, REUSED);
    this.#closed.delete(key);
    this.#open.delete(key);
    if (!segment.syn && segment.payloadLength === 0 && !beginningOn(frame)) return undefined;
    return this.#begin(key, packet, side, frame);
  }

  #begin(key: string, { ip, segment }: TcpPacket, side: Side, frame: Frame): Conversation {
    if (this.#open.size >= this.#maxConnections) this.#forgetOne(frame);
    const [source, destination] = [ip.source.slice(), ip.destination.slice()];
    const { sourcePort, destinationPort } = segment;
    const name = (of: Side) => (of === side ? endpointText(source, sourcePort) : endpointText(destination, destinationPort));
    const conversation = new Conversation(this.#context, segment, side, frame, name);
    this.#context.counts.connections += 1;
    this.#open.set(key, conversation);
    return conversation;
  }

  /** One that has been silent since it was last passed over. */
  #forgetOne(frame: Frame): void {
    for (const [key, conversation] of this.#open) {
      this.#open.delete(key);
      if (!conversation.touched) return this.#abandon(conversation, frame);
      conversation.touched = false;
      this.#open.set(key, conversation);
    }
  }

  #abandon(conversation: Conversation, { at, number }: Frame): void {
    const reason = `more than ${this.#maxConnections} connections are open`;
    conversation.abandon(undefined, reason);
    this.#context.notices.tell(
      'capture-limit',
      'connections',
      at,
      () => `At frame ${number} ${reason}: those that were silent longest are not followed any further.`,
    );
  }

  #remember(key: string, conversation: Conversation): void {
    this.#closed.set(key, conversation);
    if (this.#closed.size <= MAX_CLOSED) return;
    for (const oldest of this.#closed.keys()) {
      this.#closed.delete(oldest);
      return;
    }
  }

  /** In recordings of ours, what belongs to no connection stands on a packet that carries nothing. */
  #remark(why: Skipped, frame: Frame): void {
    const { take, onMark } = this.#context;
    const { at, comments = [] } = frame;
    for (const note of notesOn(frame)) {
      if (note.kind === 'fault') take({ type: 'fault', at, code: note.code, message: note.message });
      if (note.kind === 'mark') onMark?.(note.change);
    }
    if (!comments.some((comment) => comment.startsWith(OURS))) this.#skip(why, frame);
  }

  #skip(why: Skipped, { linkType, number, at, offset }: Frame): void {
    const { counts, notices } = this.#context;
    counts.skipped[why] += 1;
    const where = `Frame ${number} (at byte ${offset} of the file)`;
    if (why === 'link-type')
      notices.tell(
        'capture-link-type',
        `${linkType}`,
        at,
        () => `${where} has link type ${linkType}, which is not read: capture on an Ethernet, loopback, raw IP or "any" interface.`,
      );
    if (why === 'ip-fragment')
      notices.tell(
        'capture-ip-fragment',
        '',
        at,
        () => `${where} is a fragment of an IP packet: fragments are not put together, and what they carry is missing.`,
      );
  }
}

/** Two bytes, one character: cheaper than the address as people write it. */
function keyOf(address: Uint8Array, port: number): string {
  let key = String.fromCharCode(port);
  for (let at = 0; at < address.length; at += 2) key += String.fromCharCode(BIG_ENDIAN.u16(address, at));
  return key;
}
