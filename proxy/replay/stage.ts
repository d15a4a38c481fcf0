import type { Header } from '../core/http/message.ts';
import { announcesClose } from '../core/http/persistence.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import { packetOf, type ScriptAct, type ScriptStep } from '../core/replay/client-script.ts';
import { type HeadChanges, headText, outgoingHead } from '../core/replay/outgoing-head.ts';
import { PlayedSession } from '../core/replay/played-session.ts';
import { type ReplayTarget, targetOn } from '../core/replay/replay-target.ts';
import { lineText } from '../core/report/line-text.ts';
import type { TimelineRow } from '../core/timeline.ts';
import { latin1 } from '../latin1.ts';
import type { Account } from './account.ts';
import { type Destination, destinationAt } from './destination.ts';
import type { Ledger } from './ledger.ts';
import type { OutgoingPiece, ReadBody } from './outgoing-body.ts';
import { now, type Pace } from './pace.ts';
import { StepGates } from './step-gates.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** What a replay has in common for all of its acts. */
export interface Surroundings {
  readonly target: ReplayTarget;
  readonly bytes: RecordedBytes;
  readonly readBody: ReadBody;
  /** Headers that go with every request, in place of recorded ones of that name. */
  readonly given: readonly Header[];
  readonly pace: Pace;
  readonly account: Account;
  /** Rejects with ProxyError when there is no way to the server. */
  readonly connect: (destination: Destination, ledger: Ledger) => Promise<UpstreamConnection>;
  /** Whether the server could be reached at all so far. */
  readonly hasReached: () => boolean;
  /** A request is about to be sent. */
  readonly onRequest: () => void;
}

/** Where a request goes. */
export interface Place {
  readonly destination: Destination;
  readonly target: string;
}

/** A request that was sent: when it is over, and whether its body was sent to the end. */
export interface SentRequest {
  readonly over: Promise<TimelineRow | undefined>;
  readonly isWhole: boolean;
}

/** What of the head changes beside its places and ids. */
type Extra = Pick<HeadChanges, 'set' | 'drop'>;

/** An act that is being played: its sessions on the new server, and how its requests are sent. */
export class Stage {
  readonly surroundings: Surroundings;
  readonly ledger: Ledger;
  readonly gates: StepGates;
  readonly sessions: ReadonlyMap<string, PlayedSession>;
  readonly #startedAt: number;
  readonly #beganAt = now();

  /** `sessions`: those that are played already. */
  constructor(act: ScriptAct, ledger: Ledger, surroundings: Surroundings, sessions = act.sessions.map((each) => new PlayedSession(each))) {
    this.surroundings = surroundings;
    this.ledger = ledger;
    this.gates = new StepGates(act.steps);
    this.sessions = new Map(sessions.map((session) => [session.recorded.id, session]));
    this.#startedAt = act.startedAt;
  }

  /** Resolves when it is a step's turn, and the recorded client's time to think is over. */
  async ready(step: ScriptStep): Promise<void> {
    const waited = await this.gates.ready(step);
    const { recorded, real } = waited ?? { recorded: this.#startedAt, real: this.#beganAt };
    await this.surroundings.pace.until(real, step.request.startedAt - recorded);
  }

  /** Where a request of a session goes, on the host that is named; a text says why it goes nowhere. */
  placeAt(host: string | undefined, step: ScriptStep): Place | string {
    const { target } = this.surroundings;
    const destination = destinationAt(target, host);
    if (!destination) return 'requests to a host without a name are not sent';
    return { destination, target: targetOn(target, this.withIds(step)(step.request.head.target)) };
  }

  /** Where the reply of a session lies now. */
  replyPlace(step: ScriptStep): Place | undefined {
    const { target } = this.surroundings;
    const href = this.sessions.get(step.session)?.replyHref(target);
    const url = href !== undefined && URL.canParse(href) ? new URL(href) : undefined;
    const destination = url && destinationAt({ ...target, protocol: url.protocol === 'https:' ? 'https:' : 'http:', host: url.host });
    return destination && { destination, target: `${url.pathname}${url.search}` };
  }

  /** Sends a request with a recorded head. A body is not sent on after its answer has come, unless `stubborn`. */
  async send(
    upstream: UpstreamConnection,
    step: ScriptStep,
    place: Place,
    pieces: AsyncIterable<OutgoingPiece>,
    extra: Extra & { readonly stubborn: boolean; readonly paced: boolean },
  ): Promise<SentRequest> {
    const head = await this.#head(step, place, extra);
    this.surroundings.onRequest();
    const over = this.ledger.over(upstream.id, upstream.place);
    const answer = { hasCome: false };
    over.then(() => {
      answer.hasCome = true;
    });
    const beganAt = now();
    let goesOn = await upstream.write(head);
    this.gates.begun(step, now());
    for await (const { at, bytes, kept } of pieces) {
      if (!goesOn || (answer.hasCome && !extra.stubborn)) return { over, isWhole: false };
      if (extra.paced) await this.surroundings.pace.until(beganAt, at - step.request.startedAt);
      if (!kept) this.surroundings.account.zeros(bytes.length);
      goesOn = await upstream.write(bytes);
    }
    return { over, isWhole: goesOn };
  }

  /** Takes what came of a step. */
  learn(step: ScriptStep, row: TimelineRow | undefined): void {
    if (row) this.sessions.get(step.session)?.learn(row);
  }

  /** Puts new ids into a text: that of the step's session, or that of the one that its packet names. */
  withIds(step: ScriptStep): (text: string) => string {
    const named = packetOf(step)?.sessionId;
    const own = this.sessions.get(step.session);
    if (named === undefined || own?.isCalled(named)) return (text) => own?.withId(text) ?? text;
    const other = [...this.sessions.values()].find((session) => session.isCalled(named));
    return (text) => other?.withId(text) ?? text;
  }

  async #head(step: ScriptStep, { destination, target }: Place, { set = [], drop = new Set() }: Extra): Promise<Uint8Array> {
    const { given, account } = this.surroundings;
    const raw = (await this.#rawHead(step)) ?? headText(step.request.head);
    const isElsewhere = step.row.exchange.kind === 'reply' && destination.host !== destinationAt(this.surroundings.target)?.host;
    // Whoever keeps the reply is not the one that the credentials are for.
    const mine = isElsewhere ? [] : given;
    const { text, leftOut } = outgoingHead(raw, { target, host: destination.host, ids: this.withIds(step), set, drop, given: mine });
    for (const name of leftOut) account.note(`${lineText(name)} was recorded and left out`);
    return Buffer.from(text, 'latin1');
  }

  /** As its bytes were; nothing where not all were kept. */
  async #rawHead({ connection, request: { head } }: ScriptStep): Promise<string | undefined> {
    let text = '';
    for await (const { bytes } of this.surroundings.bytes.read(connection, 'client', head.offset, head.offset + head.length)) {
      if (!bytes) return undefined;
      text += latin1(bytes);
    }
    return text.length === head.length && text.startsWith(head.method) ? text : undefined;
  }
}

/** Whether a connection goes on behind an answer. */
export function endsConnection(row: TimelineRow | undefined): boolean {
  const response = row?.exchange.response;
  return response !== undefined && announcesClose(response);
}
