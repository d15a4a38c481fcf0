import type { Ack, NoAck, RequestPacket } from '../bits/packet.ts';
import type { Session } from '../bits/session.ts';
import type { Exchange } from '../http/exchange.ts';

export type Severity = 'error' | 'warning' | 'note';
export type Blame = 'client' | 'server' | 'intermediary' | 'unknown';
/** `certain`: the sources are clear and the wire shows it. `likely`: sources conflict, or something is inferred. `guess`: no source. */
export type Confidence = 'certain' | 'likely' | 'guess';

/** The numbers of a case, by name; offsets are bigint. Tests look here and never parse prose. */
export type Evidence = Readonly<Record<string, string | number | bigint>>;

/** What was found wrong, where, and by whose fault. */
export interface Finding {
  /** `f1`, `f2`, … */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly blames: Blame;
  readonly session?: string;
  readonly exchange: string;
  readonly at: number;
  readonly message: string;
  readonly evidence: Evidence;
}

/** What we know of a server when an exchange is judged; the exchange itself not counted in. */
export interface ServerFacts {
  readonly name: string;
  /** It has acknowledged a BITS packet before. */
  readonly acknowledgedBits: boolean;
  /** The first packet that we saw for it began a session, so that we hardly missed one. */
  readonly watchedFromStart: boolean;
  /** Ids like the one asked for that it gave out: alike but for braces or letter case. */
  readonly similarSessionId?: string;
}

/** One exchange, complete or cut off, ready to be judged. Everything that a rule may look at. */
export interface Case<Request extends RequestPacket = RequestPacket> {
  readonly exchange: Exchange;
  readonly request: Request;
  readonly ack: Ack | NoAck;
  /** The session as it stood when the request began; absent for a packet that belongs to none. */
  readonly before?: Session;
  readonly server: ServerFacts;
}

type Fact<T, E> = T | ((evidence: E) => T);

/** A rule: facts about itself, one check, one sentence. Severity, blame and confidence may depend on the evidence. */
export interface RuleDefinition<On extends RequestPacket['type'], E extends Evidence> {
  /** Also its file, its test, its URL anchor and its filter key; names the fault, not the virtue. */
  readonly id: string;
  /** The requests whose exchanges it judges. */
  readonly on: readonly On[];
  /** Speaks at most once in a session. */
  readonly once?: 'session';
  readonly severity: Fact<Severity, E>;
  readonly blames: Fact<Blame, E>;
  readonly confidence: Fact<Confidence, E>;
  /** Sources as in `[BUP §2.2.8]`. */
  readonly source: string;
  readonly title: string;
  /** What it does to an upload. */
  readonly why: string;
  /** What the owner of the blamed side should do. */
  readonly fix: string;
  readonly check: (judged: Case<Extract<RequestPacket, { type: On }>>) => Iterable<E>;
  readonly message: (evidence: E) => string;
}

/** What a rule says of one case: a finding but for its number. */
export type Judgement = Omit<Finding, 'id' | 'session' | 'exchange' | 'at'>;

export interface Rule {
  readonly id: string;
  readonly on: readonly RequestPacket['type'][];
  readonly once?: 'session';
  readonly source: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly judge: (judged: Case) => Judgement[];
}

/** Makes a rule that can be applied to any case: it stays silent on packets that it is not `on`. */
export function defineRule<On extends RequestPacket['type'], E extends Evidence>(definition: RuleDefinition<On, E>): Rule {
  const { id, on, source, title, why, fix, once } = definition;
  const concerns = (type: RequestPacket['type']) => (on as readonly RequestPacket['type'][]).includes(type);
  return {
    ...{ id, on, source, title, why, fix },
    ...(once && { once }),
    judge(judged) {
      if (!concerns(judged.request.type)) return [];
      // The one cast: `on` has just been checked against the request.
      const found = definition.check(judged as Case<Extract<RequestPacket, { type: On }>>);
      const judgements: Judgement[] = [];
      for (const evidence of found) judgements.push(judgementOf(definition, evidence));
      return judgements;
    },
  };
}

function judgementOf<On extends RequestPacket['type'], E extends Evidence>(definition: RuleDefinition<On, E>, evidence: E): Judgement {
  return {
    rule: definition.id,
    severity: settle(definition.severity, evidence),
    confidence: settle(definition.confidence, evidence),
    blames: settle(definition.blames, evidence),
    message: definition.message(evidence),
    evidence,
  };
}

function settle<T extends string, E>(fact: Fact<T, E>, evidence: E): T {
  return typeof fact === 'function' ? fact(evidence) : fact;
}
