import { rangeLength } from '../core/bits/range.ts';
import { AdaptiveClient } from '../core/replay/adaptive-client.ts';
import { type AdaptiveOptions, type Heard, orderedHeaders, type SendOrder } from '../core/replay/adaptive-order.ts';
import { packetOf, type ScriptAct, type ScriptStep } from '../core/replay/client-script.ts';
import { type ContentRun, SentContent } from '../core/replay/sent-content.ts';
import type { TimelineRow } from '../core/timeline.ts';
import { ProxyError } from '../errors.ts';
import { fromContent } from './outgoing-body.ts';
import { now } from './pace.ts';
import { endsConnection, type Place, type Stage } from './stage.ts';
import { Upstreams } from './upstreams.ts';

/** More of a file than this is not made up, bytes. */
const MAX_HOLE = 1024n ** 3n;

/** Plays an act as correct clients would that have the same files: they do what the new server asks for. */
export class AdaptiveAct {
  readonly #act: ScriptAct;
  readonly #stage: Stage;
  readonly #options: AdaptiveOptions;
  readonly #upstreams: Upstreams;

  constructor(act: ScriptAct, stage: Stage, options: AdaptiveOptions) {
    this.#act = act;
    this.#stage = stage;
    this.#options = options;
    this.#upstreams = new Upstreams(act.steps, (destination) => stage.surroundings.connect(destination, stage.ledger));
  }

  async run(): Promise<void> {
    const bySession = new Map<string, ScriptStep[]>();
    for (const step of this.#act.steps) {
      const steps = bySession.get(step.session);
      if (steps) steps.push(step);
      else bySession.set(step.session, [step]);
    }
    await Promise.all([...bySession.values()].map((steps) => this.#play(steps)));
    await this.#upstreams.end();
  }

  async #play(steps: readonly ScriptStep[]): Promise<void> {
    const { pace, account } = this.#stage.surroundings;
    const client = new AdaptiveClient(steps, this.#options);
    const content = new SentContent(steps);
    let passed = 0;
    let readied: ScriptStep | undefined;
    for (;;) {
      const order = client.next();
      for (; passed < client.done; passed += 1) await this.#pass(steps[passed]);
      if (order.type === 'end') {
        if (order.failed !== undefined) await this.#failed(order.failed, steps, content, client);
        break;
      }
      if (order.type === 'wait') {
        account.note(`waited, because ${order.why}`);
        await pace.wait(order.ms);
        continue;
      }
      const step = steps[client.done] ?? order.step;
      if (step !== readied) await this.#stage.ready(step);
      readied = step;
      client.take(await this.#carryOut(order, step, content, client));
    }
    for (const [why, times] of client.skipped) account.note(`left out, because ${why}`, times);
    if (client.restarts > 0) account.note('restarts, because the server had forgotten the session', client.restarts);
  }

  /** The server need not keep its part. */
  async #failed(why: string, steps: readonly ScriptStep[], content: SentContent, client: AdaptiveClient): Promise<void> {
    this.#stage.surroundings.account.note(`a session was not played to its end: ${why}`);
    const step = steps.at(-1);
    if (!step || !this.#stage.sessions.get(step.session)?.isOpen) return;
    await this.#carryOut({ type: 'send', packet: 'cancel-session', step, added: true }, step, content, client);
  }

  async #pass(step: ScriptStep | undefined): Promise<void> {
    if (!step) return;
    this.#stage.gates.over(step, now());
    await this.#upstreams.passed(step);
  }

  /** `step`: the one because of which the order was given. */
  async #carryOut(order: SendOrder, step: ScriptStep, content: SentContent, client: AdaptiveClient): Promise<Heard> {
    const place = this.#placeOf(order);
    if (typeof place === 'string') return this.#refuse(client, place);
    const runs = order.range ? content.runs(order.range, order.step) : [];
    const hole = order.range ? holeIn(content.runs({ first: order.range.first, last: endOf(step) ?? order.range.last })) : 0n;
    if (hole > MAX_HOLE) return this.#refuse(client, `the server asks for ${hole} bytes that the recording does not have`);
    try {
      return heardOf(await this.#exchange(order, step, place, runs));
    } catch (error) {
      if (!(error instanceof ProxyError) || !this.#stage.surroundings.hasReached()) throw error;
      return { broken: error.message };
    }
  }

  #exchange(order: SendOrder, step: ScriptStep, place: Place, runs: readonly ContentRun[]): Promise<TimelineRow | undefined> {
    return this.#upstreams.use(step, place.destination, async (upstream) => {
      const isOwn = runs.length === 1 && runs[0]?.step === order.step && !order.added;
      const body = fromContent(runs, this.#stage.surroundings.readBody);
      const options = { ...orderedHeaders(order, this.#stage.sessions.get(step.session)?.freshId), stubborn: false, paced: isOwn };
      const sent = await this.#stage.send(upstream, order.step, place, body, options);
      const row = await upstream.awaited(sent.over);
      this.#stage.learn(step, row);
      // After an early answer the rest of the request is of no use to anyone, and only a new connection is in step.
      if (!sent.isWhole) await upstream.end('reset');
      else if (endsConnection(row)) await upstream.end('fin');
      return row;
    });
  }

  #placeOf({ packet, step }: SendOrder): Place | string {
    if (packet === 'reply') return this.#stage.replyPlace(step) ?? "the server's reply URL is none";
    const host = packet === 'create-session' ? undefined : this.#stage.sessions.get(step.session)?.hostId;
    return this.#stage.placeAt(host, step);
  }

  #refuse(client: AdaptiveClient, why: string): Heard {
    client.giveUp(why);
    return { broken: why };
  }
}

/** The last byte that a step wants the server to have. */
function endOf(step: ScriptStep): bigint | undefined {
  const packet = packetOf(step);
  return packet?.type === 'fragment' ? packet.range?.last : undefined;
}

function holeIn(runs: readonly ContentRun[]): bigint {
  return runs.reduce((sum, run) => (run.step ? sum : sum + rangeLength(run)), 0n);
}

function heardOf(row: TimelineRow | undefined): Heard {
  const { answer, exchange } = row ?? {};
  if (answer && 'status' in answer) return { ack: answer };
  const { response, cutOff } = exchange ?? {};
  if (exchange?.kind === 'reply' && response && exchange.outcome === 'answered')
    return { ack: { status: response.head.status, reason: response.head.reason } };
  return { broken: cutOff?.reason ?? `${cutOff?.by ?? 'the server'} ended it` };
}
