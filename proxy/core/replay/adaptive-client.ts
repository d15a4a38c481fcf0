import { parseHostId } from '../bits/host-id.ts';
import { type Judgement, judge } from '../bits/judge-ack.ts';
import type { Ack, RequestType } from '../bits/packet.ts';
import type { ContentRange } from '../bits/range.ts';
import { lineText } from '../report/line-text.ts';
import type { AdaptiveOptions, AdaptiveOrder, Heard, SendOrder } from './adaptive-order.ts';
import { packetOf, type ScriptStep } from './client-script.ts';
import { broughtRanges, FragmentCuts } from './fragment-cuts.ts';
import { isHeaderSafe, rangeName, saidOf } from './in-words.ts';
import { Retries } from './retries.ts';

/**
 * One recorded session, done again by a correct client: it wants to bring over what the recorded one brought, in the same
 * order and cut at the same places, but does as the new server says. Pure: `next` tells what to do, `take` what came of it.
 */
export class AdaptiveClient {
  readonly #steps: readonly ScriptStep[];
  readonly #maxRestarts: number;
  readonly #retries: Retries;
  /** What Fragments bring. */
  readonly #ranges: ReadonlyMap<ScriptStep, ContentRange>;
  readonly #cuts: FragmentCuts;
  #at = 0;
  #order: SendOrder | undefined;
  #wait: AdaptiveOrder | undefined;
  #failed: string | undefined;
  #sessionId: string | undefined;
  #replyUrl: string | undefined;
  #over = false;
  #pingDue = false;
  #offset = 0n;
  #reached = 0n;
  /** What the recorded client had brought so far. */
  #goal = 0n;
  #total = 0n;
  #restarts = 0;
  /** The step because of which a Fragment was sent last. */
  #lastSent: ScriptStep | undefined;
  #endInterrupted = false;
  readonly #skipped = new Map<string, number>();

  /** `steps`: those of one session. */
  constructor(steps: readonly ScriptStep[], options: AdaptiveOptions = {}) {
    this.#steps = steps;
    this.#maxRestarts = options.restarts ?? 3;
    this.#retries = new Retries(options);
    this.#ranges = broughtRanges(steps);
    this.#cuts = new FragmentCuts(this.#ranges.values());
  }

  /** How many of its steps are done or need not be done. */
  get done(): number {
    return this.#failed === undefined ? this.#at : this.#steps.length;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Steps that were not done, by why, and how many of each. */
  get skipped(): ReadonlyMap<string, number> {
    return this.#skipped;
  }

  next(): AdaptiveOrder {
    const wait = this.#wait;
    this.#wait = undefined;
    if (this.#failed !== undefined) return { type: 'end', failed: this.#failed };
    if (wait) return wait;
    const order = this.#choose();
    this.#order = order;
    return order ?? { type: 'end' };
  }

  take(heard: Heard): void {
    const order = this.#order;
    this.#order = undefined;
    if (!order) return;
    if ('broken' in heard) this.#interrupted(order, heard.broken);
    else if (order.packet === 'reply') this.#goOn();
    else this.#answered(order, order.packet, heard.ack);
  }

  /** Nothing more can be done. */
  giveUp(why: string): void {
    this.#fail(why);
  }

  #choose(): SendOrder | undefined {
    for (let step = this.#steps[this.#at]; step; step = this.#steps[this.#at]) {
      const order = this.#orderFor(step);
      if (typeof order !== 'string') return order;
      if (order !== '') this.#skipped.set(order, (this.#skipped.get(order) ?? 0) + 1);
      this.#at += 1;
    }
    return undefined;
  }

  /** What to send because of a step, or why there is nothing to send; '' where it is done. */
  #orderFor(step: ScriptStep): SendOrder | string {
    const packet = step.row.exchange.kind === 'reply' ? 'reply' : (packetOf(step)?.type ?? 'malformed');
    if (packet === 'malformed') return 'packets that are none are not sent';
    if (this.#over) return 'the session is over';
    if (packet === 'ping') return send('ping', step);
    if (this.#pingDue) return this.#pattern('ping', step);
    if (packet === 'create-session') return this.#sessionId === undefined ? send(packet, step) : 'there is a session already';
    if (this.#sessionId === undefined) return this.#pattern('create-session', step);
    if (packet === 'fragment') return this.#fragmentFor(step);
    if (packet !== 'cancel-session' && this.#offset < this.#goal) return this.#fragment(step, true);
    if (packet === 'reply') return this.#replyUrl === undefined ? 'the server announced no reply' : send(packet, step);
    return send(packet, step);
  }

  #fragmentFor(step: ScriptStep): SendOrder | string {
    const range = this.#ranges.get(step);
    if (!range) return withoutRange(step);
    if (range.last >= this.#goal) this.#goal = range.last + 1n;
    this.#total = range.total;
    if (this.#offset < this.#goal) return this.#fragment(step, false);
    return this.#lastSent === step ? '' : 'the server has the bytes already';
  }

  /** From where the server wants to go on. Before what needs them, Fragments that were brought are sent again. */
  #fragment(step: ScriptStep, added: boolean): SendOrder {
    const pattern = added ? (this.#steps.find((known) => packetOf(known)?.type === 'fragment') ?? step) : step;
    this.#lastSent = step;
    return { ...send('fragment', pattern), added, range: this.#cuts.rangeFrom(this.#offset, this.#goal, this.#total) };
  }

  #pattern(packet: RequestType, step: ScriptStep): SendOrder {
    const recorded = this.#steps.find((known) => packetOf(known)?.type === packet);
    return { ...send(packet, recorded ?? step), added: true };
  }

  #answered(order: SendOrder, packet: RequestType, ack: Pick<Ack, 'status' | 'reason'> & Partial<Ack>): void {
    const judgement = judge(ack);
    if (packet === 'ping') this.#pingDue = false;
    if (packet === 'fragment' && order.range && (judgement === 'accepted' || judgement === 'out-of-step'))
      this.#moved(order.range, judgement, ack);
    else if (packet === 'fragment' && order.range && judgement === 'shrink') this.#shrink(order.range, ack);
    else if (judgement !== 'accepted') this.#unhappy(order, judgement, saidOf(packet, ack));
    else if (packet === 'create-session') this.#created(order, ack);
    else this.#accepted(order, packet);
  }

  #accepted(order: SendOrder, packet: RequestType): void {
    this.#retries.restore();
    if (packet === 'close-session' || packet === 'cancel-session') this.#over = true;
    if (!order.added) this.#goOn();
  }

  #created(order: SendOrder, ack: Partial<Ack>): void {
    const { sessionId } = ack;
    if (!sessionId || !isHeaderSafe(sessionId)) return this.#fail('the server accepted Create-Session, but named no session');
    this.#sessionId = sessionId;
    this.#offset = 0n;
    this.#reached = 0n;
    const hostId = ack.type === 'create-session-ack' ? ack.hostId : undefined;
    if (hostId !== undefined && !parseHostId(hostId)) return this.#fail(`the server's BITS-Host-Id is no host name: ${lineText(hostId)}`);
    // Another host is pinged before it gets a Fragment [BUP §3.1.5.2.2].
    this.#pingDue = hostId !== undefined;
    if (!order.added) this.#goOn();
  }

  /** The server's word counts, also when it goes back [BUP §3.1.5.1.4]. */
  #moved(range: ContentRange, judgement: Judgement, ack: Partial<Ack>): void {
    const { nextOffset, replyUrl } = ack.type === 'fragment-ack' ? ack : {};
    const next = nextOffset ?? (judgement === 'accepted' ? range.last + 1n : undefined);
    if (next === undefined) return this.#fail(`the server's answer to ${rangeName(range)} does not say which byte is next`);
    if (replyUrl !== undefined) this.#replyUrl = replyUrl;
    const before = this.#offset;
    this.#offset = next;
    if (next > this.#reached) {
      this.#retries.restore();
      this.#reached = next;
    } else if (next <= before) this.#retry(`the server keeps asking for byte ${next}`);
  }

  #shrink(range: ContentRange, ack: Pick<Ack, 'status' | 'reason'>): void {
    if (!this.#cuts.shrink(range)) this.#fail(saidOf(rangeName(range), ack));
  }

  #interrupted(order: SendOrder, why: string): void {
    if (!order.added && order.step.row.answer?.type === 'no-ack' && this.#at + 1 < this.#steps.length) this.#goOn();
    this.#endInterrupted ||= order.packet === 'close-session' || order.packet === 'cancel-session';
    this.#pingDue = order.packet !== 'ping';
    this.#retry(`the connection broke during ${order.packet} (${why})`);
  }

  /** What is answered as it was in the recording is followed by what the recorded client did then. */
  #unhappy(order: SendOrder, judgement: Judgement, why: string): void {
    if (!order.added && judgement === recordedJudgement(order.step)) return this.#goOn();
    if (judgement === 'restart') return this.#restart(order);
    if (judgement === 'again') return this.#retry(why);
    this.#fail(why);
  }

  /** A repeated end whose first Ack was lost: the session is gone because it was ended. */
  #restart({ packet }: SendOrder): void {
    if ((packet === 'close-session' && this.#endInterrupted) || packet === 'cancel-session') {
      this.#over = true;
      return this.#goOn();
    }
    this.#sessionId = undefined;
    this.#replyUrl = undefined;
    this.#offset = 0n;
    if (this.#restarts === this.#maxRestarts) return this.#fail(`the server forgot the session ${this.#restarts + 1} times`);
    this.#restarts += 1;
  }

  #retry(why: string): void {
    const ms = this.#retries.waitMs();
    if (ms === undefined) return this.#fail(`given up after ${this.#retries.failures} attempts: ${why}`);
    this.#wait = { type: 'wait', ms, why };
  }

  #goOn(): void {
    this.#at += 1;
  }

  #fail(why: string): void {
    this.#failed ??= why;
  }
}

function send(packet: SendOrder['packet'], step: ScriptStep): SendOrder {
  return { type: 'send', packet, step, added: false };
}

/** Why a Fragment brings nothing. */
function withoutRange(step: ScriptStep): string {
  const packet = packetOf(step);
  const range = packet?.type === 'fragment' ? packet.range : undefined;
  if (range && range.first <= range.last && range.last < range.total) return 'what broke off and was sent again is sent once';
  return 'Fragments whose range makes no sense are not sent';
}

function recordedJudgement({ row: { answer } }: ScriptStep): Judgement | undefined {
  return answer && 'status' in answer ? judge(answer) : undefined;
}
