import { bareId } from '../bits/guid.ts';
import { parseHostId, reachesHost } from '../bits/host-id.ts';
import { judge } from '../bits/judge-ack.ts';
import { resolveReplyUrl } from '../bits/reply.ts';
import type { SessionView, TimelineRow } from '../timeline.ts';
import { withFreshId } from './fresh-id.ts';
import { isHeaderSafe } from './in-words.ts';
import { type ReplayTarget, targetOn } from './replay-target.ts';

/** A recorded session on the new server: what that server said of it so far. */
export class PlayedSession {
  readonly recorded: SessionView;
  /** Exchanges with the new server, by their ids, in the order in which they were over. */
  readonly exchanges: string[] = [];
  #freshId: string | undefined;
  #hostId: string | undefined;
  #replyUrl: string | undefined;
  #isOpen = false;

  constructor(recorded: SessionView) {
    this.recorded = recorded;
  }

  /** The new server's id for it. */
  get freshId(): string | undefined {
    return this.#freshId;
  }

  /** Whether the new server keeps something of it. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The host that the new server named for it. */
  get hostId(): string | undefined {
    return this.#hostId;
  }

  /** Takes what came of a request. */
  learn({ exchange, request, answer }: TimelineRow): void {
    this.exchanges.push(exchange.id);
    if (!answer || !('status' in answer)) return;
    const judgement = judge(answer);
    if (judgement === 'restart') this.#isOpen = false;
    if (judgement !== 'accepted') return;
    if (answer.type === 'create-session-ack') this.#create(answer);
    if (answer.type === 'fragment-ack' && answer.replyUrl !== undefined) this.#replyUrl = answer.replyUrl;
    if (request?.type === 'close-session' || request?.type === 'cancel-session') this.#isOpen = false;
  }

  /** A text of its packets with the new id in it. */
  withId(text: string): string {
    const { sessionId } = this.recorded;
    if (this.#freshId === undefined || sessionId === undefined) return text;
    return withFreshId(text, sessionId, this.#freshId);
  }

  /** Whether a session id on the wire means this one, however it is written. */
  isCalled(sessionId: string): boolean {
    return this.recorded.sessionId !== undefined && bareId(this.recorded.sessionId) === bareId(sessionId);
  }

  /** Whether its client had gone to the host that the recorded server named. */
  wasAtHostId(host: string | undefined): boolean {
    const { hostId } = this.recorded;
    return hostId !== undefined && host !== undefined && reachesHost(host, hostId);
  }

  /** Where the reply is now; nothing before the new server announced it, or when what it said is no URL. */
  replyHref(target: ReplayTarget): string | undefined {
    const destination = `${target.protocol}//${target.host}${targetOn(target, this.recorded.path)}`;
    return this.#replyUrl === undefined ? undefined : resolveReplyUrl(this.#replyUrl, destination);
  }

  #create({ sessionId, hostId }: { readonly sessionId?: string | undefined; readonly hostId?: string | undefined }): void {
    if (!sessionId || !isHeaderSafe(sessionId)) return;
    this.#freshId = sessionId;
    this.#hostId = hostId !== undefined && parseHostId(hostId) ? hostId : undefined;
    this.#replyUrl = undefined;
    this.#isOpen = true;
  }
}
