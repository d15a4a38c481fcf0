import { normaliseTarget } from '../bits/reply.ts';
import type { RequestHead } from '../http/message.ts';
import { type Lacking, lacking, type Played } from './choice.ts';
import { Cursor } from './cursor.ts';
import type { LiveSession } from './live-session.ts';
import type { Reaction } from './reaction.ts';
import { type ReplyAnswer, replyAnswer } from './reply-answer.ts';
import { otherKey, type ServerScript } from './server-script.ts';

export interface OrdinaryAnswersOptions {
  readonly onUse: (reaction: Reaction) => void;
  /** Places of replies that are remembered; the oldest are forgotten. */
  readonly maxReplies: number;
}

type OfSession = { readonly live?: LiveSession | undefined };

/** Answers to what is no packet: downloads of replies, and ordinary HTTP. */
export class OrdinaryAnswers {
  readonly #script: ServerScript;
  readonly #maxReplies: number;
  readonly #cursor: Cursor;
  readonly #replies = new Map<string, { readonly reactions: readonly Reaction[]; readonly live?: LiveSession }>();

  constructor(script: ServerScript, { onUse, maxReplies }: OrdinaryAnswersOptions) {
    this.#script = script;
    this.#maxReplies = maxReplies + script.sessions.length;
    this.#cursor = new Cursor(onUse);
    for (const { replies } of script.sessions)
      for (const { request } of replies) this.#replies.set(placeOf(request.head.target), { reactions: replies });
  }

  /** The reply of a session lies there. */
  expect(href: string, live: LiveSession): void {
    const place = placeOf(href);
    this.#replies.delete(place);
    this.#replies.set(place, { reactions: live.script.replies, live });
    if (this.#replies.size <= this.#maxReplies) return;
    for (const oldest of this.#replies.keys()) {
      this.#replies.delete(oldest);
      return;
    }
  }

  choose(head: RequestHead): (Played & OfSession) | (ReplyAnswer & OfSession & { readonly settle: () => void }) | Lacking {
    const reply = head.method === 'GET' || head.method === 'HEAD' ? this.#replies.get(placeOf(head.target)) : undefined;
    if (!reply) return this.#other(head);
    const { reactions, live } = reply;
    const choose = (list: readonly Reaction[]) => live?.last(list) ?? this.#cursor.last(list);
    const answer = replyAnswer(head, reactions, choose);
    if ('kind' in answer && answer.kind === 'lacking') return answer;
    if ('kind' in answer) return { ...answer, live, settle: () => this.#use(answer) };
    return { ...(live?.play(answer) ?? this.#played(answer)), live };
  }

  #other(head: RequestHead): Played | Lacking {
    const list = this.#script.others.get(otherKey(head));
    const reaction = list && this.#cursor.last(list);
    return reaction ? this.#played(reaction) : lacking('BITS, or ordinary HTTP as it was recorded');
  }

  #played(reaction: Reaction): Played {
    return { kind: 'played', reaction, settle: () => this.#cursor.use(reaction) };
  }

  #use({ reaction, body }: ReplyAnswer): void {
    for (const used of [reaction, ...body.map((stretch) => stretch.reaction)]) this.#cursor.use(used);
  }
}

function placeOf(target: string): string {
  return normaliseTarget(target.replace(/^https?:\/\/[^/?#]*/i, '') || '/');
}
