import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { FeedMessage } from '../../proxy/core/feed.ts';
import type { Mark, MarkKeeping, MarkPlace, MarkTarget } from '../../proxy/core/mark.ts';

/** Sets a mark with these lines, or removes it. Rejects with an Error that says why not. */
export type SendMark = (target: MarkTarget, wanted: { readonly comment: string } | 'removed') => Promise<void>;

/** All marks, the same on all pages, and the one that is being written. */
export class Marks {
  readonly #send: SendMark;
  /** By what they are on here. */
  readonly #shown = new SvelteMap<string, Mark>();
  /** By their own ids. */
  #all = $state.raw<ReadonlyMap<string, Mark>>(new Map());
  #keeping = $state.raw<MarkKeeping>();
  #problem = $state<string>();
  #said = $state('');
  #edited = $state.raw<MarkTarget>();
  /** What its user was told already. */
  #warned: string | undefined;

  constructor(send: SendMark) {
    this.#send = send;
  }

  /** In the order of the traffic that they are on. */
  readonly all: readonly Mark[] = $derived([...this.#all.values()].sort((a, b) => a.place.at - b.place.at));

  /** Where they are kept. */
  get keeping(): MarkKeeping | undefined {
    return this.#keeping;
  }
  /** Whether anything can be marked. */
  get isAble(): boolean {
    return this.#keeping?.kind !== 'copy';
  }
  /** Why the last change was not made, or where it is not kept; until it is dismissed. */
  get problem(): string | undefined {
    return this.#problem;
  }
  /** What the editor is open for. */
  get edited(): MarkTarget | undefined {
    return this.#edited;
  }
  /** What was done last, for who hears it. */
  get said(): string {
    return this.#said;
  }

  take(message: Extract<FeedMessage, { type: 'marks' }>): void {
    const all = new Map(message.isFirst ? [] : this.#all);
    if (message.isFirst) this.#shown.clear();
    for (const mark of message.changed) {
      all.set(mark.id, mark);
      this.#shown.set(keyOfMark(mark), mark);
    }
    for (const id of message.removed) {
      const mark = all.get(id);
      if (mark) this.#shown.delete(keyOfMark(mark));
      all.delete(id);
    }
    this.#all = all;
    this.#keeping = message.keeping;
    if (!message.isFirst) this.#warn(message.keeping.problem);
  }

  on(target: MarkTarget): Mark | undefined {
    return this.#shown.get(keyOf(target));
  }
  onSession(session: string): Mark | undefined {
    return this.#shown.get(keyOf({ session }));
  }
  onPacket(exchange: string, side: 'request' | 'answer'): Mark | undefined {
    return this.#shown.get(keyOf({ exchange, side }));
  }

  /** Of each session, those on its packets. */
  readonly packetsOf: ReadonlyMap<string, number> = $derived.by(() => {
    const counts = new Map<string, number>();
    for (const { session, exchange } of this.all)
      if (session !== undefined && exchange !== undefined) counts.set(session, (counts.get(session) ?? 0) + 1);
    return counts;
  });

  /** A mark without a word comes and goes; one with a comment is not lost by a key, but opened. */
  async toggle(target: MarkTarget): Promise<void> {
    const mark = this.on(target);
    if (mark && mark.comment !== '') this.edit(target);
    else if (mark) await this.remove(target);
    else await this.save(target, '');
  }

  edit(target: MarkTarget): void {
    this.#problem = undefined;
    this.#edited = target;
  }

  close(): void {
    this.#edited = undefined;
  }

  async save(target: MarkTarget, comment: string): Promise<boolean> {
    return this.#change(target, { comment }, comment === '' ? 'Marked' : 'Comment saved');
  }

  async remove(target: MarkTarget): Promise<boolean> {
    return this.#change(target, 'removed', 'Mark removed');
  }

  dismiss(): void {
    this.#problem = undefined;
  }

  /** The mark behind or before this place in the order of the traffic, of those that can be shown; round at the ends. */
  next(from: MarkTarget | undefined, by: 1 | -1): Mark | undefined {
    const marks = this.all.filter(({ session }) => session !== undefined);
    const here = from && marks.findIndex((mark) => keyOfMark(mark) === keyOf(from));
    if (here === undefined || here < 0) return marks.at(by > 0 ? 0 : -1);
    return marks[(here + by + marks.length) % marks.length];
  }

  /** Each thing once. */
  #warn(problem: string | undefined): void {
    if (problem === this.#warned) return;
    this.#problem = problem;
    this.#warned = problem;
  }

  async #change(target: MarkTarget, wanted: { readonly comment: string } | 'removed', said: string): Promise<boolean> {
    try {
      await this.#send(target, wanted);
    } catch (error) {
      this.#problem = `That was not kept: ${error instanceof Error ? error.message : String(error)}`;
      return false;
    }
    // The same words again are heard again.
    this.#said = this.#said === said ? `${said}.` : said;
    return true;
  }
}

function keyOf(target: MarkTarget): string {
  return 'side' in target ? `${target.side} ${target.exchange}` : `session ${target.session}`;
}

function keyOfMark({ id, place, session, exchange }: Mark): string {
  if (exchange !== undefined) return `${place.on} ${exchange}`;
  return session === undefined ? `nowhere ${id}` : `session ${session}`;
}

/** What can be named to the dashboard; nothing for a mark on what is not shown. */
export function targetOf({ place, session, exchange }: { readonly place: MarkPlace } & Partial<Mark>): MarkTarget | undefined {
  if (exchange !== undefined && place.on !== 'session') return { exchange, side: place.on };
  return session === undefined ? undefined : { session };
}

export const [getMarks, setMarks] = createContext<Marks>();
