import { DISK_FULL, DISK_FULL_AS_PRINTED, SESSION_NOT_FOUND, TOO_LARGE } from '../bits/hresult.ts';
import type { Ack, NoAck, RequestPacket } from '../bits/packet.ts';
import type { Draft } from '../http/draft.ts';
import type { HttpRequest } from '../http/message.ts';
import { type Interruption, type InterruptionCause, NO_INTERRUPTIONS } from './session-facts.ts';

/** How many of a session are kept: the latest. */
export const MAX_INTERRUPTIONS = 100;

/** The interruptions of a session: the latest, and what became of it. */
export class Interruptions {
  readonly #limit: number;
  #list: readonly Interruption[] = NO_INTERRUPTIONS;
  #earlier = 0;
  /** The client has sent nothing since the latest. */
  #pending = false;
  /** The first Fragment after the latest, until it is answered. */
  #resuming: string | undefined;
  /** Where the Fragment of the latest began. */
  #first: bigint | undefined;

  constructor(limit = MAX_INTERRUPTIONS) {
    this.#limit = limit;
  }

  get list(): readonly Interruption[] {
    return this.#list;
  }

  /** How many are no longer in the list. */
  get earlier(): number {
    return this.#earlier;
  }

  /** The client sends something again. */
  resumed(packet: RequestPacket, silenceMs: number): void {
    const latest = this.#list.at(-1);
    if (!latest) return;
    if (this.#pending) {
      this.#pending = false;
      this.#replace({ ...latest, silenceMs });
    }
    if (packet.type === 'fragment' && packet.range && latest.given === undefined) {
      this.#resuming = packet.exchange;
      this.#giveAt(packet.range.first);
    }
  }

  /** `asked` is the offset that the server had asked for last. */
  answered(packet: RequestPacket, answer: Ack | NoAck, request: HttpRequest, asked: bigint | undefined): void {
    if (this.#resuming === answer.exchange) {
      this.#resuming = undefined;
      // The client had guessed what was stored of the Fragment that was cut off; this is the server's word.
      if (answer.type === 'fragment-ack' && answer.status === 416 && answer.nextOffset !== undefined) this.#wasteFrom(answer.nextOffset);
    }
    const cause = causeOf(answer);
    if (cause) this.#begin(packet, interruption(packet, answer.at, cause, request, asked));
  }

  #begin(packet: RequestPacket, begun: Interruption): void {
    this.#first = packet.type === 'fragment' ? packet.range?.first : undefined;
    this.#pending = true;
    this.#resuming = undefined;
    const kept = this.#list.length < this.#limit ? this.#list : this.#list.slice(1);
    this.#earlier += this.#list.length - kept.length;
    this.#list = [...kept, begun];
  }

  #giveAt(given: bigint): void {
    const latest = this.#list.at(-1);
    if (!latest) return;
    this.#replace({ ...latest, given });
    this.#wasteFrom(given);
  }

  /** What was sent of the interrupted Fragment beyond this offset comes again. */
  #wasteFrom(offset: bigint): void {
    const latest = this.#list.at(-1);
    if (!latest || this.#first === undefined) return;
    const again = this.#first + BigInt(latest.bodySent) - offset;
    const wasted = again <= 0n ? 0 : Math.min(Number(again), latest.bodySent);
    if (wasted !== latest.wasted) this.#replace({ ...latest, wasted });
  }

  #replace(latest: Interruption): void {
    this.#list = this.#list.with(-1, latest);
  }
}

function interruption(
  { exchange, type }: RequestPacket,
  at: number,
  cause: InterruptionCause,
  { bodyLength, endedAt }: HttpRequest,
  asked: bigint | undefined,
): Interruption {
  const begun: Draft<Interruption> = { exchange, packet: type, at, cause, bodySent: bodyLength, wasted: bodyLength };
  if (endedAt !== undefined) begun.waitedMs = Math.max(0, at - endedAt);
  if (asked !== undefined) begun.asked = asked;
  return begun;
}

/** Codes that name a cause which does not pass by itself. */
const LASTING: ReadonlySet<number | undefined> = new Set([SESSION_NOT_FOUND, TOO_LARGE, DISK_FULL, DISK_FULL_AS_PRINTED]);

/** 501 and 505 do not pass [DOC handling-server-application-errors]. */
function causeOf(answer: Ack | NoAck): InterruptionCause | undefined {
  if (answer.type === 'no-ack') return answer.cutOff;
  const { status, error } = answer;
  const passes = status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
  return passes && !LASTING.has(error?.code) ? { how: 'status', status } : undefined;
}
