import type { Fragment, FragmentAck } from '../bits/packet.ts';
import { type ContentRange, rangeLength } from '../bits/range.ts';
import { isSuccess } from '../bits/session-progress.ts';
import type { Draft } from '../http/draft.ts';
import { endsFile, type FragmentScript, type Incident, type Misfit, misfit, soundRange } from './fragment-script.ts';
import type { Reaction } from './reaction.ts';

/** Takes the Fragments of a recorded session in their order, and tells from each what the server had. */
export class FragmentSorter {
  readonly #final: Reaction[] = [];
  readonly #plain: Reaction[] = [];
  readonly #incidents: Draft<Incident>[] = [];
  readonly #misfits: Record<Misfit, Reaction[]> = { gap: [], overlap: [], duplicate: [] };
  readonly #faulty: Reaction[] = [];
  readonly #refused: Reaction[] = [];
  /** What the server has; unknown where the recording begins in the middle. */
  #stored: bigint | undefined;
  #total: bigint | undefined;
  #longestTaken = 0n;
  #reached = 0n;
  #whole = false;
  #endsBadly = false;
  /** A Fragment got no answer: the server may have any of it, up to there. */
  #unanswered: { readonly upTo: bigint; readonly incident?: Draft<Incident> } | undefined;

  constructor(seenFromStart: boolean) {
    this.#stored = seenFromStart ? 0n : undefined;
  }

  /** Everything of the file was acknowledged. */
  get isWhole(): boolean {
    return this.#total !== undefined && this.#stored !== undefined && this.#stored >= this.#total;
  }

  take(reaction: Reaction, fragment: Fragment): void {
    this.#total ??= fragment.range?.total;
    const range = soundRange(fragment, this.#total);
    if (!range || isRefusedForItsName(fragment, reaction)) this.#faulty.push(reaction);
    else if (!reaction.answered) this.#takeUnanswered(reaction, range);
    else this.#takeAnswered(reaction, range);
    if (this.#stored !== undefined && this.#stored > this.#reached) this.#reached = this.#stored;
    this.#whole ||= this.isWhole;
  }

  script(): FragmentScript {
    const lengths = this.#refused.map(({ packet }) => (packet?.type === 'fragment' && packet.range ? rangeLength(packet.range) : 0n));
    const maxLength = lengths.reduce((least, length) => (length < least ? length : least), lengths[0] ?? 0n);
    return {
      final: sorted(this.#final),
      plain: sorted(this.#plain),
      incidents: this.#incidents,
      misfits: this.#misfits,
      faulty: this.#faulty,
      tooLarge: this.#refused,
      maxLength,
      ...(!this.#whole && { limit: this.#reached }),
      endsBadly: this.#endsBadly,
    };
  }

  #takeUnanswered(reaction: Reaction, range: ContentRange): void {
    const before = this.#stored ?? range.first;
    const upTo = range.first + BigInt(reaction.request.bodyLength);
    if (reaction.abandoned) {
      this.#unanswered = { upTo };
      return;
    }
    const at = upTo > range.last ? range.last : upTo;
    const incident = this.#happen({ reaction, range, at, before, final: false });
    this.#unanswered = { upTo, incident };
  }

  #takeAnswered(reaction: Reaction, range: ContentRange): void {
    const ack = reaction.row.answer;
    if (ack?.type !== 'fragment-ack') return;
    const taken = isSuccess(ack.status);
    const before = this.#before(range, ack, taken);
    if (range.first !== before) return this.#takeMisfit(reaction, range, ack, before);
    const end = range.last + 1n;
    const next = ack.nextOffset ?? (taken ? end : before);
    this.#stored = next;
    if (taken && next === end) return this.#takePlain(reaction, range);
    if (ack.status === 413 && rangeLength(range) > this.#longestTaken) {
      this.#refused.push(reaction);
      return;
    }
    this.#happen({
      ...{ reaction, range, before },
      at: placeOf(range, taken, next),
      final: !taken && ack.status !== 416 && endsFile(range),
      ...(ack.nextOffset !== undefined && { next: ack.nextOffset }),
    });
  }

  #takePlain(reaction: Reaction, range: ContentRange): void {
    this.#endsBadly = false;
    if (rangeLength(range) > this.#longestTaken) this.#longestTaken = rangeLength(range);
    (endsFile(range) ? this.#final : this.#plain).push(reaction);
    this.#reconsiderSizes();
  }

  /** A Fragment as long as one that was refused for its size was taken: the size was not why, and each refusal was of its moment. */
  #reconsiderSizes(): void {
    for (const reaction of [...this.#refused]) {
      const { packet } = reaction;
      if (packet?.type !== 'fragment' || !packet.range || rangeLength(packet.range) > this.#longestTaken) continue;
      this.#refused.splice(this.#refused.indexOf(reaction), 1);
      this.#incidents.push({ reaction, range: packet.range, at: packet.range.first, before: packet.range.first, final: false });
    }
  }

  #takeMisfit(reaction: Reaction, range: ContentRange, ack: FragmentAck, before: bigint): void {
    this.#misfits[misfit(range, before)].push(reaction);
    this.#endsBadly = false;
    this.#stored = ack.nextOffset ?? (isSuccess(ack.status) ? range.last + 1n : before);
  }

  #happen(incident: Draft<Incident>): Draft<Incident> {
    const { next, before } = incident;
    this.#incidents.push(incident);
    this.#endsBadly = next === undefined || next <= before;
    return incident;
  }

  /** What the server had when it got this Fragment. After one without an answer only the next answer tells. */
  #before(range: ContentRange, ack: FragmentAck, taken: boolean): bigint {
    const known = this.#stored ?? range.first;
    const open = this.#unanswered;
    this.#unanswered = undefined;
    if (!open) return known;
    const told = taken ? range.first : ack.nextOffset;
    if (told === undefined || told < known || told > open.upTo) return known;
    if (open.incident) open.incident.stored = told;
    return told;
  }
}

/** It names no session, and is refused: another that names one is not. */
function isRefusedForItsName({ sessionId }: Fragment, { row: { answer } }: Reaction): boolean {
  return !sessionId && answer !== undefined && 'status' in answer && answer.status >= 400;
}

/** The byte that a client has to send so that it happens: the first that was not taken, or the last of one that got more than it sent. */
function placeOf({ first, last }: ContentRange, taken: boolean, next: bigint): bigint {
  if (!taken || next <= first) return first;
  return next > last ? last : next;
}

function sorted(reactions: readonly Reaction[]): readonly Reaction[] {
  return [...reactions].sort((a, b) => (lastByte(a) < lastByte(b) ? -1 : lastByte(a) > lastByte(b) ? 1 : 0));
}

export function lastByte({ packet }: Reaction): bigint {
  return packet?.type === 'fragment' ? (packet.range?.last ?? 0n) : 0n;
}
