import type { RequestPacket } from '../bits/packet.ts';
import { assertNever } from '../http/assert-never.ts';
import { type Choice, lacking, type Played } from './choice.ts';
import { Cursor } from './cursor.ts';
import { LiveFile } from './live-file.ts';
import type { Reaction, Role } from './reaction.ts';
import { endsSession, isAccepted, type SessionScript } from './session-script.ts';

export interface LiveSessionOptions {
  readonly script: SessionScript;
  /** An answer for Fragments out of step where the session has none itself. */
  readonly outOfStep?: Reaction | undefined;
  readonly onUse: (reaction: Reaction) => void;
  /** `joined`: its client knows it already; what it had stored before is not known. */
  readonly begins: 'new' | 'joined';
}

/** A client's session with the server, which does in it what it did in a recorded one. */
export class LiveSession {
  readonly script: SessionScript;
  /** What the client knows it by; absent until a Create-Session is accepted. */
  id: string | undefined;
  /** Of its URL; not known of a session that was joined. */
  path: string | undefined;
  readonly #cursor: Cursor;
  readonly #file: LiveFile;
  readonly #challenged = new Map<string, number>();
  #over = false;

  constructor({ script, outOfStep, onUse, begins }: LiveSessionOptions) {
    this.script = script;
    this.#cursor = new Cursor(onUse);
    this.#file = new LiveFile(script.fragments, this.#cursor, outOfStep, begins);
  }

  /** It was closed or cancelled, or the server said that it knows it no more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** The challenge that a request gets, standing where it stands in a handshake; nothing where it is let in. */
  challenge(role: Role, stage: string): Played | undefined {
    const key = `${role} ${stage}`;
    const own = this.script.challenges.get(key);
    const list = own ?? this.script.challenges.get(stage);
    if (!list || (own === undefined || role === 'fragment' ? !list.every((entry) => entry) : false)) return undefined;
    const count = this.#challenged.get(key) ?? 0;
    const reaction = list[Math.min(count, list.length - 1)];
    if (!reaction) {
      this.#challenged.set(key, count + 1);
      return undefined;
    }
    return this.#play(reaction, () => this.#challenged.set(key, count + 1));
  }

  /** What the recorded server answers to a packet of this session. */
  choose(packet: RequestPacket): Choice {
    switch (packet.type) {
      case 'ping':
        return this.#ping();
      case 'create-session':
        return this.#chosen(this.#cursor.last(this.script.creates), 'no Create-Session: the recording begins behind it');
      case 'malformed':
        return this.#chosen(this.#cursor.last(this.script.malformed), 'one of the five packets');
      case 'fragment':
        return this.#over ? this.#late('fragment') : this.#ending(this.#file.choose(packet));
      case 'close-session':
        return this.#over ? this.#late('close-session') : this.#ending(this.#close());
      case 'cancel-session':
        return this.#over ? this.#late('cancel-session') : this.#ending(this.#cancel());
      default:
        return assertNever(packet);
    }
  }

  /** An answer of the reply's server. */
  play(reaction: Reaction): Played {
    return this.#play(reaction);
  }

  /** The first of these that was not played, else the last. */
  last(list: readonly Reaction[]): Reaction | undefined {
    return this.#cursor.last(list);
  }

  /** Whether more attempts to create it were recorded than were made. */
  get mayBeCreated(): boolean {
    return this.id === undefined && this.#cursor.next(this.script.creates) !== undefined;
  }

  #ping(): Choice {
    const { pingsBefore, pingsAfter } = this.script;
    const own = this.id === undefined ? pingsBefore : pingsAfter;
    const reaction = this.#cursor.next(own) ?? own.findLast(isAccepted) ?? [...pingsAfter, ...pingsBefore].find(isAccepted);
    return this.#chosen(reaction, 'no Ping');
  }

  #close(): Choice {
    const { closes, earlyCloses } = this.script;
    const list = this.#file.isWhole && closes.length > 0 ? closes : earlyCloses;
    const reaction = this.#cursor.last(list);
    if (reaction) return this.#play(reaction);
    if (closes.length > 0) return lacking(`${this.#file.expected}: Close-Session was recorded behind the last byte`);
    return lacking('no Close-Session: none was recorded in this session');
  }

  #cancel(): Choice {
    return this.#chosen(this.#cursor.last(this.script.cancels), 'no Cancel-Session: none was recorded in this session');
  }

  #late(role: Role): Choice {
    const reaction = this.script.late.find((late) => late.role === role && !this.#cursor.isUsed(late));
    return reaction ? this.#play(reaction) : lacking('nothing more in this session, which is over', { sessionLost: true });
  }

  #chosen(reaction: Reaction | undefined, expected: string): Choice {
    return reaction ? this.#play(reaction) : lacking(expected);
  }

  /** An answer behind which the server knows the session no more. */
  #ending(choice: Choice): Choice {
    if (choice.kind !== 'played' || !endsSession(choice.reaction)) return choice;
    return {
      ...choice,
      settle: () => {
        choice.settle();
        this.#over = true;
      },
    };
  }

  #play(reaction: Reaction, settled = () => {}): Played {
    return {
      kind: 'played',
      reaction,
      settle: () => {
        this.#cursor.use(reaction);
        settled();
      },
    };
  }
}
