import type { Fragment } from '../bits/packet.ts';
import { type ContentRange, rangeLength } from '../bits/range.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { type Choice, lacking, type Played } from './choice.ts';
import type { Cursor } from './cursor.ts';
import { endsFile, type FragmentScript, type Incident, type Misfit, misfit, soundRange } from './fragment-script.ts';
import { lastByte } from './fragment-sorter.ts';
import type { Reaction } from './reaction.ts';
import { statusOf } from './session-script.ts';

const MISFITS: readonly Misfit[] = ['gap', 'overlap', 'duplicate'];

/** A file as a client sends it now, and as far as the recorded server would have it. */
export class LiveFile {
  readonly #script: FragmentScript;
  readonly #cursor: Cursor;
  /** An answer for Fragments out of step where the session has none itself. */
  readonly #outOfStep: Reaction | undefined;
  /** The next byte that the server wants; unknown before the first Fragment of a session that was not created here. */
  #stored: bigint | undefined;
  #total: bigint | undefined;
  #happened = 0;
  /** The last Fragment got no answer: the client may go on anywhere in it. */
  #unanswered: { readonly first: bigint; readonly end: bigint } | undefined;

  constructor(script: FragmentScript, cursor: Cursor, outOfStep: Reaction | undefined, begins: 'new' | 'joined') {
    this.#script = script;
    this.#cursor = cursor;
    this.#outOfStep = outOfStep;
    this.#stored = begins === 'new' ? 0n : undefined;
  }

  get isWhole(): boolean {
    return this.#total !== undefined && this.#stored === this.#total;
  }

  /** What is expected next, in words. */
  get expected(): string {
    if (this.isWhole) return 'what was recorded behind the last byte';
    return this.#stored === undefined ? 'a Fragment' : `a Fragment from byte ${this.#stored} on`;
  }

  choose(fragment: Fragment): Choice {
    const range = soundRange(fragment, this.#total);
    if (!range || (!fragment.sessionId && this.#script.faulty.length > 0)) return this.#faulty();
    this.#total ??= range.total;
    const stored = this.#stored ?? range.first;
    if (range.first === stored) return this.#inOrder(range, stored);
    const out = this.#outOfPlace(range, stored);
    if (out) return out;
    if (this.#mayBeKept(range)) return this.#inOrder(range, range.first);
    return lacking(`${this.expected}: the recording has no answer to one out of step`, { nextOffset: stored });
  }

  #inOrder(range: ContentRange, stored: bigint): Choice {
    const { tooLarge, maxLength, incidents, limit, endsBadly } = this.#script;
    if (tooLarge.length > 0 && rangeLength(range) >= maxLength) return this.#answer(this.#cursor.last(tooLarge), stored, stored);
    const incident = incidents[this.#happened];
    if (incident && happensTo(incident, range)) return this.#happen(incident, range, stored, 'once');
    // A Fragment of another size may reach beyond the last byte that was recorded, but it can't complete the file there.
    if (limit === undefined || range.last < limit || (range.first < limit && !endsFile(range))) return this.#take(range);
    const last = incidents.at(-1);
    if (endsBadly && last && range.last >= last.at) return this.#happen(last, range, stored, 'again');
    return lacking(`no Fragment behind byte ${limit}: no more was taken in the recording`, { nextOffset: stored });
  }

  #take(range: ContentRange): Choice {
    const { final, plain } = this.#script;
    const whole = endsFile(range);
    const [own, other] = whole ? [final, plain] : [plain, final];
    const reaction = this.#cursor.nearest(own, range) ?? this.#cursor.nearest(other, range);
    if (!reaction) return lacking('no Fragment: none was taken whole in the recording');
    const end = range.last + 1n;
    const choice = this.#answer(reaction, end, end);
    return choice.kind === 'played' && !whole && own.length === 0 ? { ...choice, withoutReply: true } : choice;
  }

  #happen(incident: Incident, range: ContentRange, stored: bigint, times: 'once' | 'again'): Choice {
    const { reaction } = incident;
    const settled = () => {
      if (times === 'once') this.#happened += 1;
    };
    if (!reaction.answered) return this.#cut(incident, range, stored, settled);
    const next = nextAfter(incident, range, stored);
    return this.#answer(reaction, next, next, settled);
  }

  #cut({ reaction, range: { last }, at, stored: kept }: Incident, range: ContentRange, stored: bigint, settled: () => void): Played {
    const whole = reaction.request.endedAt !== undefined;
    const end = whole ? range.last + 1n : max(at, range.first);
    return {
      kind: 'played',
      reaction,
      ...(end <= range.last && { cutAt: Number(end - range.first) }),
      settle: () => {
        settled();
        this.#cursor.use(reaction);
        this.#stored = kept === undefined || kept <= stored ? stored : whole && kept > last ? end : min(kept, end);
        this.#unanswered = { first: stored, end };
      },
    };
  }

  /** Said of a Fragment that begins elsewhere; nothing where the recording has no such answer. */
  #outOfPlace(range: ContentRange, stored: bigint): Choice | undefined {
    const { misfits } = this.#script;
    const kind = misfit(range, stored);
    const reaction = this.#cursor.last(misfits[kind]) ?? this.#anyOutOfStep();
    if (!reaction) return undefined;
    const ack = reaction.row.answer;
    const taken = isSuccess(statusOf(reaction) ?? 0);
    const tookAll = taken && (ack?.type !== 'fragment-ack' || ack.nextOffset === undefined || ack.nextOffset === lastByte(reaction) + 1n);
    const next = tookAll ? range.last + 1n : stored;
    return this.#answer(reaction, next, next);
  }

  #anyOutOfStep(): Reaction | undefined {
    const all = MISFITS.flatMap((kind) => this.#script.misfits[kind]);
    return all.find((reaction) => statusOf(reaction) === 416) ?? this.#outOfStep;
  }

  /** After a Fragment without an answer it can't know what was kept. */
  #mayBeKept({ first }: ContentRange): boolean {
    const open = this.#unanswered;
    return open !== undefined && first >= open.first && first <= open.end;
  }

  #faulty(): Choice {
    const reaction = this.#cursor.next(this.#script.faulty);
    if (!reaction) return lacking(`${this.expected}, with a Content-Range that fits its body and the file`, this.#offset());
    return this.#answer(reaction, this.#stored, this.#stored);
  }

  #offset(): { nextOffset?: bigint } {
    return this.#stored === undefined ? {} : { nextOffset: this.#stored };
  }

  #answer(reaction: Reaction | undefined, nextOffset: bigint | undefined, stored: bigint | undefined, settled = () => {}): Choice {
    if (!reaction) return lacking(this.expected, this.#offset());
    return {
      kind: 'played',
      reaction,
      ...(nextOffset !== undefined && { nextOffset }),
      settle: () => {
        settled();
        this.#cursor.use(reaction);
        this.#unanswered = undefined;
        this.#stored = stored;
      },
    };
  }
}

function happensTo({ at, final }: Incident, range: ContentRange): boolean {
  return final ? endsFile(range) : range.last >= at;
}

/** The recorded offset, told of other bytes: the server goes back to where it went back, and has what it had. */
function nextAfter({ reaction, range: recorded, before, next }: Incident, range: ContentRange, stored: bigint): bigint {
  const taken = isSuccess(statusOf(reaction) ?? 0);
  if (next === undefined) return taken ? range.last + 1n : stored;
  const end = recorded.last + 1n;
  if (next === end) return range.last + 1n;
  if (next > end) return range.last + 1n + (next - end);
  if (taken && next > recorded.first) return next;
  return next >= before ? stored : min(next, stored);
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** As in `Fragment bytes 0-99/300`. */
export function fragmentName({ range, rangeText = '' }: Fragment): string {
  return `Fragment ${range ? `${range.first}-${range.last}/${range.total}` : rangeText}`;
}
