import type { Coverage } from '../bits/coverage.ts';
import type { Ack, Fragment, NoAck, RequestPacket } from '../bits/packet.ts';
import { isChallenge } from '../bits/refusal.ts';
import type { Session } from '../bits/session.ts';
import { stretchOf } from '../bits/session-progress.ts';
import type { WaitingPacket } from '../bits/session-store.ts';
import type { Draft } from '../http/draft.ts';
import type { HttpRequest } from '../http/message.ts';
import { Interruptions } from './interruptions.ts';
import { Latency } from './latency.ts';
import { refusalsAfter } from './refusals.ts';
import { repeatedBytes } from './repeats.ts';
import type { Refusals, SessionFacts } from './session-facts.ts';

/**
 * Gathers the facts of one session as its packets come. Changed in place, because it is with every packet; told as plain data, and
 * that only when the session is.
 */
export class FactsKeeper {
  /** Sessions that the client began and did not end before this one, in a row; and the one with which it started over. */
  restarts = 0;
  restartedAs: string | undefined;
  /** Nothing came for a day, or nothing will. */
  silent: SessionFacts['silent'];
  readonly #latency = new Latency();
  readonly #interruptions = new Interruptions();
  #protocol: string | undefined;
  #bytesSent = 0;
  #bytesRepeated = 0;
  #smallest = 0;
  #largest = 0;
  #last = -1;
  #silenceMs = 0;
  #silenceBefore: string | undefined;
  #challenges = 0;
  #refusals: Refusals | undefined;

  /** A request of the session, which stands as before it, begins. */
  begins(packet: RequestPacket, { packets, lastAt }: Session): void {
    const silenceMs = packets === 0 ? 0 : Math.max(0, packet.at - lastAt);
    this.silent = undefined;
    if (silenceMs > this.#silenceMs) {
      this.#silenceMs = silenceMs;
      this.#silenceBefore = packet.exchange;
    }
    this.#interruptions.resumed(packet, silenceMs);
    if (packet.type === 'fragment' && packet.contentLength !== undefined) this.#countSize(packet.contentLength);
  }

  /** More of a Fragment's body came; `before` is what had been sent until then. */
  carries(packet: Fragment, before: Coverage, from: number, to: number): void {
    this.#bytesSent += to - from;
    // Most go on behind the last byte, and the rest is not needed for them.
    const last = before.sent.at(-1);
    if (!last || !packet.range || packet.range.first > last.last) return;
    const stretch = stretchOf(packet, from, to);
    if (stretch) this.#bytesRepeated += repeatedBytes(before, stretch);
  }

  /** A request was answered or never will be; `session` stands as before its answer, `before` as before the request. */
  answered(packet: RequestPacket, answer: Ack | NoAck, request: HttpRequest, session: Session): void {
    this.#interruptions.answered(packet, answer, request, session.nextOffset);
    if (answer.type === 'no-ack') return;
    this.#latency.add(answer.latencyMs);
    if (isChallenge(answer.status)) this.#challenges += 1;
    if (this.#refusals || answer.status >= 300) this.#refusals = refusalsAfter(this.#refusals, packet, answer, session);
    if (answer.type === 'create-session-ack' && answer.protocol !== undefined) this.#protocol = answer.protocol;
  }

  snapshot(waiting: WaitingPacket | undefined): SessionFacts {
    const latency = this.#latency.snapshot();
    const facts: Draft<SessionFacts> = {
      bytesSent: this.#bytesSent,
      bytesRepeated: this.#bytesRepeated,
      interruptions: this.#interruptions.list,
      earlierInterruptions: this.#interruptions.earlier,
      challenges: this.#challenges,
      restarts: this.restarts,
    };
    if (this.#protocol !== undefined) facts.protocol = this.#protocol;
    if (this.#last >= 0) facts.fragmentSizes = { smallest: this.#smallest, largest: this.#largest, last: this.#last };
    if (latency) facts.ackLatency = latency;
    if (this.#silenceBefore !== undefined) facts.longestSilence = { ms: this.#silenceMs, exchange: this.#silenceBefore };
    if (this.restartedAs !== undefined) facts.restartedAs = this.restartedAs;
    if (waiting) facts.waiting = { exchange: waiting.exchange, packet: waiting.packet, since: waiting.since };
    if (this.#refusals) facts.refusals = this.#refusals;
    if (this.silent !== undefined) facts.silent = this.silent;
    return facts;
  }

  #countSize(length: number): void {
    if (this.#last < 0 || length < this.#smallest) this.#smallest = length;
    if (length > this.#largest) this.#largest = length;
    this.#last = length;
  }
}
