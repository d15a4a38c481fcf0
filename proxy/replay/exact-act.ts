import { packetOf, type ScriptAct, type ScriptStep } from '../core/replay/client-script.ts';
import { lineText } from '../core/report/line-text.ts';
import { ProxyError } from '../errors.ts';
import { asSent } from './outgoing-body.ts';
import { now } from './pace.ts';
import { endsConnection, type Place, type Stage } from './stage.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** Plays an act as it was recorded, mistakes and all: only the ids, the host and the reply's URL are those of the new server. */
export class ExactAct {
  readonly #act: ScriptAct;
  readonly #stage: Stage;

  constructor(act: ScriptAct, stage: Stage) {
    this.#act = act;
    this.#stage = stage;
  }

  async run(): Promise<void> {
    const lanes = new Map<string, ScriptStep[]>();
    for (const step of this.#act.steps) {
      const lane = lanes.get(step.connection);
      if (lane) lane.push(step);
      else lanes.set(step.connection, [step]);
    }
    await Promise.all([...lanes.values()].map((steps) => new Lane(steps, this.#stage).run()));
  }
}

/** The requests of one recorded connection, on one of ours, as long as the server lets it. */
class Lane {
  readonly #steps: readonly ScriptStep[];
  readonly #stage: Stage;
  /** The last one is in use. */
  readonly #upstreams: UpstreamConnection[] = [];
  readonly #answers: Promise<void>[] = [];
  #closing = false;

  constructor(steps: readonly ScriptStep[], stage: Stage) {
    this.#steps = steps;
    this.#stage = stage;
  }

  async run(): Promise<void> {
    const { gates, surroundings } = this.#stage;
    for (const [index, step] of this.#steps.entries()) {
      await this.#stage.ready(step);
      const place = placeOf(step, this.#stage);
      if (typeof place === 'string') {
        surroundings.account.note(place);
        gates.over(step, now());
        continue;
      }
      const upstream = await this.#upstreamTo(place);
      if (upstream) await this.#play(step, place, upstream);
      else return this.#giveUp(this.#steps.slice(index));
    }
    await this.#end();
  }

  async #play(step: ScriptStep, place: Place, upstream: UpstreamConnection): Promise<void> {
    const { surroundings } = this.#stage;
    if (step.request.framing.kind === 'unknown') surroundings.account.note('bodies whose length nobody can know were not sent');
    const options = { stubborn: true, paced: true };
    const sent = await this.#stage.send(upstream, step, place, asSent(surroundings.bytes, step), options);
    const over = upstream.awaited(sent.over).then((row) => {
      this.#stage.learn(step, row);
      if (endsConnection(row)) this.#closing = true;
      this.#stage.gates.over(step, now());
    });
    this.#answers.push(over);
    await this.#cut(step, upstream, over);
  }

  /** As the recorded client did when it did not wait for the answer, or could not send all. */
  async #cut(step: ScriptStep, upstream: UpstreamConnection, over: Promise<void>): Promise<void> {
    const { endedAt, startedAt } = step.request;
    const { cutOff, outcome } = step.row.exchange;
    if (!cutOff || outcome !== 'cut-off' || (endedAt !== undefined && cutOff.by !== 'client')) return;
    const waits = Number.isFinite(step.overAt) ? step.overAt - (endedAt ?? startedAt) : 0;
    const { pace } = this.#stage.surroundings;
    await (endedAt === undefined ? pace.until(now(), Math.min(waits, MAX_CUT_WAIT_MS)) : Promise.race([over, pace.until(now(), waits)]));
    await upstream.end(cutOff.how === 'reset' ? 'reset' : 'fin');
  }

  async #upstreamTo({ destination }: Place): Promise<UpstreamConnection | undefined> {
    const { surroundings, ledger } = this.#stage;
    const current = this.#upstreams.at(-1);
    const goesOn = current?.isOpen && !this.#closing;
    if (current && goesOn && current.destination.host === destination.host) return current;
    if (current && !goesOn)
      surroundings.account.note('the server had closed a connection on which the recorded client went on: a new one was made');
    this.#closing = false;
    try {
      const upstream = await surroundings.connect(destination, ledger);
      this.#upstreams.push(upstream);
      return upstream;
    } catch (error) {
      if (!(error instanceof ProxyError) || !surroundings.hasReached()) throw error;
      surroundings.account.note(lineText(error.message));
      return undefined;
    }
  }

  #giveUp(steps: readonly ScriptStep[]): Promise<void> {
    const { gates, surroundings } = this.#stage;
    surroundings.account.note('requests that could not be sent because the server was gone', steps.length);
    for (const step of steps) gates.over(step, now());
    return this.#end();
  }

  async #end(): Promise<void> {
    await Promise.all(this.#answers);
    await Promise.all(this.#upstreams.map((upstream) => upstream.end('fin')));
  }
}

/** How long a connection may stand that breaks in the middle of a body: whoever recorded it may not have seen its end. */
const MAX_CUT_WAIT_MS = 60_000;

function placeOf(step: ScriptStep, stage: Stage): Place | string {
  if (step.row.exchange.kind === 'reply') return stage.replyPlace(step) ?? stage.placeAt(undefined, step);
  const session = stage.sessions.get(step.session);
  return stage.placeAt(session?.wasAtHostId(packetOf(step)?.host) ? session.hostId : undefined, step);
}
