import { requestHost, requestPath } from '../bits/classify.ts';
import { decodeRequest } from '../bits/decode.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { resolveReplyUrl } from '../bits/reply.ts';
import type { Framing, RequestHead } from '../http/message.ts';
import { answerHead, type HeadChanges } from './answer-head.ts';
import { Casting, type LiveConnection } from './casting.ts';
import { type Choice, lacking, type Played } from './choice.ts';
import { withFreshId } from './fresh-id.ts';
import { Handshake } from './handshake.ts';
import { invitation } from './invitation.ts';
import type { LiveSession } from './live-session.ts';
import { apology, type Move, type Part, PING_ACK, saidBehind } from './move.ts';
import { OrdinaryAnswers } from './ordinary-answers.ts';
import type { Reaction } from './reaction.ts';
import type { BodyStretch, ReplyAnswer } from './reply-answer.ts';
import { describeLacking, describePlayed, requestName } from './said.ts';
import type { ServerScript } from './server-script.ts';
import { isAccepted } from './session-script.ts';

export interface RecordedServerOptions {
  /** `own`: a client is not sent to the recorded hosts, but finds us under the name that it uses. Default `own`. */
  readonly hosts?: 'own' | 'recorded';
  /** A value for `Date`; without it, it stays as recorded. */
  readonly date?: () => string;
  /** Sessions that are remembered at most; default 10,000. */
  readonly maxSessions?: number;
}

interface Met {
  readonly connection: LiveConnection;
  readonly head: RequestHead;
  readonly framing: Framing;
  readonly name: string;
  readonly live?: LiveSession | undefined;
}

/** A recorded server, as it meets new clients. */
export class RecordedServer {
  readonly script: ServerScript;
  readonly #options: RecordedServerOptions;
  readonly #casting: Casting;
  readonly #ordinary: OrdinaryAnswers;
  readonly #used = new Set<Reaction>();
  readonly #recordedIds: ReadonlyMap<string, string | undefined>;
  /** Requests that got 500 for want of an answer, and Pings that got 200. */
  lacking = 0;
  madeUp = 0;

  constructor(script: ServerScript, options: RecordedServerOptions = {}) {
    const { maxSessions = 10_000 } = options;
    const onUse = (reaction: Reaction) => this.#used.add(reaction);
    this.script = script;
    this.#options = options;
    this.#casting = new Casting(script, { onUse, maxSessions });
    this.#ordinary = new OrdinaryAnswers(script, { onUse, maxReplies: maxSessions });
    this.#recordedIds = new Map(script.sessions.map(({ session: { id, sessionId } }) => [id, sessionId]));
  }

  /** Of the script's reactions, those that were played. */
  get used(): ReadonlySet<Reaction> {
    return this.#used;
  }

  connect(client: string): LiveConnection {
    return { client, handshake: new Handshake(), session: undefined, open: true };
  }

  /** What is done with a request, once its head was read. */
  meet(connection: LiveConnection, head: RequestHead, framing: Framing): Move {
    const packet = decodeRequest({ ...NEW_EXCHANGE, request: { head, framing, startedAt: 0, headAt: 0, bodyLength: 0 } });
    const met = { connection, head, framing, name: requestName(head, packet) };
    const move = packet ? this.#meetPacket(packet, met) : this.#meetOrdinary(met);
    if (move.outcome === 'lacking') this.lacking += 1;
    if (move.outcome === 'made up') this.madeUp += 1;
    return move;
  }

  #meetPacket(packet: RequestPacket, met: Met): Move {
    const live = this.#sessionOf(packet, met.connection);
    const choice =
      live?.challenge(packet.type, met.connection.handshake.stageOf(met.head.headers)) ?? live?.choose(packet) ?? unknown(packet);
    if (choice.kind === 'played') return this.#perform(choice, { ...met, live });
    return packet.type === 'ping' ? madeUp(met) : apologise(choice, { ...met, live });
  }

  #sessionOf(packet: RequestPacket, connection: LiveConnection): LiveSession | undefined {
    if (packet.type === 'create-session') return this.#casting.beginning(connection, packet.path);
    if (packet.sessionId && packet.type !== 'ping') return this.#casting.named(packet.sessionId, connection);
    return this.#casting.unnamed(connection, packet.path);
  }

  #meetOrdinary(met: Met): Move {
    const answer = this.#ordinary.choose(met.head);
    if (answer.kind === 'lacking') return apologise(answer, met);
    if (answer.kind === 'played') return this.#perform(answer, { ...met, live: answer.live });
    return this.#assemble(answer, { ...met, live: answer.live });
  }

  #perform(played: Played, met: Met): Move {
    const { reaction, nextOffset, cutAt, withoutReply, settle } = played;
    const { live, connection } = met;
    if (live && reaction.role === 'create-session' && isAccepted(reaction)) this.#create(live, reaction, connection);
    const changes = {
      ...this.#changes(reaction, met),
      ...(nextOffset !== undefined && { nextOffset }),
      ...(withoutReply && { drop: REPLY }),
    };
    const invited = invitation(met.head, met.framing, reaction);
    return {
      parts: partsOf(reaction, changes),
      ...(invited !== undefined && { invitation: invited }),
      when: reaction.early ? 'early' : 'behind the request',
      answers: reaction.answered,
      waitMs: reaction.answered ? reaction.latencyMs : (reaction.ending?.afterMs ?? Number.POSITIVE_INFINITY),
      ...(cutAt !== undefined && { cutAt }),
      ...(reaction.ending && this.#isNew(reaction) && { ending: reaction.ending }),
      said: describePlayed(met.name, played, live),
      outcome: 'as recorded',
      settle: () => {
        settle();
        if (reaction.response) connection.handshake.answered(met.head.headers, reaction.response.head);
        if (live && !withoutReply) this.#expectDownload(reaction, live, met.head);
      },
    };
  }

  /** A connection that ended behind an answer once does not end behind each that is taken from it. */
  #isNew(reaction: Reaction): boolean {
    return reaction.role !== 'fragment' || !reaction.answered || !this.#used.has(reaction);
  }

  #create(live: LiveSession, reaction: Reaction, connection: LiveConnection): void {
    const ack = reaction.row.answer;
    const recorded = ack?.type === 'create-session-ack' ? ack.sessionId : undefined;
    live.id = this.#casting.created(live, connection, recorded);
  }

  #assemble({ reaction, changes, body, settle }: ReplyAnswer & { readonly settle: () => void }, met: Met): Move {
    const { response } = reaction;
    if (!response) return apologise(lacking('no download'), met);
    const head = answerHead(response.head, { ...this.#changes(reaction, met), ...changes });
    return {
      parts: [{ kind: 'text', text: head }, ...body.flatMap(bodyPart)],
      when: 'behind the request',
      answers: true,
      waitMs: reaction.latencyMs,
      said: `${met.name} → the recorded reply, in another range than it was recorded (${reaction.id})`,
      outcome: 'as recorded',
      settle,
    };
  }

  #changes(reaction: Reaction, { live, head }: Met): HeadChanges {
    const { hosts = 'own', date } = this.#options;
    const recorded = this.#recordedIds.get(reaction.row.exchange.session ?? '');
    const host = hosts === 'own' ? requestHost(head) : undefined;
    return {
      ...(recorded !== undefined && live?.id !== undefined && recorded !== live.id && { id: { recorded, given: live.id } }),
      ...(host !== undefined && { host }),
      ...(date && { date: date() }),
    };
  }

  /** The client was told where its reply lies. */
  #expectDownload({ row: { answer } }: Reaction, live: LiveSession, head: RequestHead): void {
    if (answer?.type !== 'fragment-ack' || !answer.replyUrl) return;
    const recorded = live.script.session.sessionId;
    const url = recorded !== undefined && live.id !== undefined ? withFreshId(answer.replyUrl, recorded, live.id) : answer.replyUrl;
    const href = resolveReplyUrl(url, `http://${requestHost(head) ?? 'localhost'}${requestPath(head.target)}`);
    if (href !== undefined) this.#ordinary.expect(href, live);
  }
}

const REPLY: ReadonlySet<string> = new Set(['bits-reply-url']);

/** The decoder reads exchanges, as the tap sees them; of this one only the request is known. */
const NEW_EXCHANGE = { id: '', connection: '', index: 1, interim: [], outcome: 'sending', rewrites: [] } as const;

function partsOf(reaction: Reaction, changes: HeadChanges): Part[] {
  const { response } = reaction;
  const behind = saidBehind(reaction);
  return response ? [{ kind: 'text', text: answerHead(response.head, changes) }, ...behind] : behind;
}

function bodyPart({ reaction: { row, response }, start, end }: BodyStretch): Part[] {
  return response ? [{ kind: 'body', connection: row.exchange.connection, response, start, end }] : [];
}

function unknown(packet: RequestPacket): Choice {
  if (packet.type === 'create-session') return lacking('no Create-Session: the recording has none');
  if (packet.sessionId === undefined) return lacking('a Create-Session before it');
  return lacking('a session that was created here, or that was recorded', { sessionLost: true });
}

function apologise(choice: Exclude<Choice, Played>, { name, live, framing, head }: Met): Move {
  const invited = invitation(head, framing);
  const text = apology(choice, live?.id);
  return {
    parts: [{ kind: 'text', text: head.method === 'HEAD' ? text.slice(0, text.indexOf('\r\n\r\n') + 4) : text }],
    ...(invited !== undefined && { invitation: invited }),
    when: 'behind the request',
    answers: true,
    waitMs: 0,
    said: describeLacking(name, choice),
    outcome: 'lacking',
    settle: () => {},
  };
}

function madeUp({ name }: Met): Move {
  return {
    parts: [{ kind: 'text', text: PING_ACK }],
    when: 'behind the request',
    answers: true,
    waitMs: 0,
    said: `${name} → 200, as any server answers it: no such Ping was recorded`,
    outcome: 'made up',
    settle: () => {},
  };
}
