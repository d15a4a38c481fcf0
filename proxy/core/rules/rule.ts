import type { RequestPacket } from '../bits/packet.ts';
import { isChallenge } from '../bits/refusal.ts';
import { isSuccess } from '../bits/session-progress.ts';
import type { Case, NotificationCase, SessionCase } from './case.ts';

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
  /** Of a rule that speaks once in a session, `times` counts how often it would have spoken. */
  readonly evidence: Evidence;
}

/** What a rule says of one case: a finding but for its number. */
export type Judgement = Omit<Finding, 'id' | 'session' | 'exchange' | 'at'>;

/** What a rule judges: the exchange of a packet of this type, a session, or a notification of the application behind a server. */
export type Subject = RequestPacket['type'] | 'session' | 'notification';

export type CaseOf<On extends Subject> = On extends 'session'
  ? SessionCase
  : On extends 'notification'
    ? NotificationCase
    : Case<Extract<RequestPacket, { type: On }>>;

/** What came of a request. `accepted`: 2xx. `challenged`: 401, 407. `unanswered`: no answer that can be read. */
export type Answered = 'accepted' | 'refused' | 'challenged' | 'unanswered';

/**
 * A challenge says nothing about the packet: the same one comes again with credentials [BUP §3.1.5.1.7] and is judged
 * then. The first round of NTLM leaves the body out, so that its lengths can't be trusted either.
 */
const UNLESS_CHALLENGED: readonly Answered[] = ['accepted', 'refused', 'unanswered'];

type Fact<T, E> = T | ((evidence: E) => T);
type Found<E> = E | readonly E[] | undefined;

/** A rule: facts about itself, one check, one sentence. Severity, blame and confidence may depend on the evidence. */
export interface RuleDefinition<On extends Subject, E extends Evidence> {
  /** Also its file, its test, its URL anchor and its filter key; names the fault, not the virtue. */
  readonly id: string;
  readonly on: readonly On[];
  /** Which exchanges it judges; all but challenged ones unless it says otherwise. */
  readonly answered?: readonly Answered[];
  /** Whose words it judges. Rules about the request are asked first: what they find is among the `faults` that the others see. */
  readonly about: 'request' | 'answer';
  /**
   * Speaks at most once in a session, or once for each value of `onceFor`; repeats are counted in the evidence as `times`.
   * What has no value is said each time. Values are few, whatever a peer sends.
   */
  readonly once?: 'session';
  readonly onceFor?: (evidence: E) => string | undefined;
  readonly severity: Fact<Severity, E>;
  readonly blames: Fact<Blame, E>;
  readonly confidence: Fact<Confidence, E>;
  /** For lists, where the evidence decides: the gravest, and whom it blames mostly. */
  readonly listed?: { readonly severity?: Severity; readonly blames?: Blame; readonly confidence?: Confidence };
  /** In the profile `strict`, which takes the specification by its word. */
  readonly strict?: Severity;
  /** Sources as in `[BUP §2.2.8]`. */
  readonly source: string;
  readonly title: string;
  /** What it does to an upload. */
  readonly why: string;
  /** What the owner of the blamed side should do. */
  readonly fix: string;
  /** How real implementations behave, where that is known. */
  readonly reality?: string;
  readonly check: (judged: CaseOf<On>) => Found<E>;
  readonly message: (evidence: E) => string;
}

export interface Rule {
  readonly id: string;
  readonly on: readonly Subject[];
  readonly answered: readonly Answered[];
  readonly about: 'request' | 'answer';
  readonly once?: 'session';
  /** In a list; a finding may differ. */
  readonly severity: Severity;
  readonly blames: Blame;
  readonly confidence: Confidence;
  readonly strict?: Severity;
  readonly source: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly reality?: string;
  /** Silent on what it is not `on`, or that was not answered in a way that concerns it. */
  readonly judge: (judged: Case | SessionCase | NotificationCase) => readonly Judgement[];
  /** The part of a session in which it speaks once: '' for the whole, nothing where it speaks each time. */
  readonly onceFor: (judgement: Judgement) => string | undefined;
}

const NONE: readonly never[] = [];

export function defineRule<const On extends Subject, E extends Evidence>(definition: RuleDefinition<On, E>): Rule {
  const { on, check, onceFor, severity, blames, confidence, listed, message: _message, answered, ...facts } = definition;
  const subjects: readonly Subject[] = on;
  const concerned = answered ?? UNLESS_CHALLENGED;
  return {
    ...facts,
    on,
    answered: concerned,
    severity: listed?.severity ?? fixed(severity, 'note'),
    blames: listed?.blames ?? fixed(blames, 'unknown'),
    confidence: listed?.confidence ?? fixed(confidence, 'likely'),
    judge(judged) {
      if (!subjects.includes(subjectOf(judged)) || !concerned.includes(answeredOf(judged))) return NONE;
      // The casts: `on` has just been checked against the case, and evidence comes from `check` alone.
      const found = check(judged as CaseOf<On>);
      if (found === undefined) return NONE;
      return (Array.isArray(found) ? found : [found]).map((evidence: E) => judgementOf(definition, evidence));
    },
    onceFor: (judgement) => (onceFor ? onceFor(judgement.evidence as E) : ''),
  };
}

function judgementOf<On extends Subject, E extends Evidence>(definition: RuleDefinition<On, E>, evidence: E): Judgement {
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

function fixed<T extends string, E>(fact: Fact<T, E>, otherwise: T): T {
  return typeof fact === 'function' ? otherwise : fact;
}

export function subjectOf(judged: Case | SessionCase | NotificationCase): Subject {
  if ('moment' in judged) return 'session';
  return 'repeats' in judged ? 'notification' : judged.request.type;
}

/** A session and a notification are no question of an answer: `accepted` stands for them. */
export function answeredOf(judged: Case | SessionCase | NotificationCase): Answered {
  if (!('ack' in judged)) return 'accepted';
  const { ack } = judged;
  if (ack.type === 'no-ack') return 'unanswered';
  if (isSuccess(ack.status)) return 'accepted';
  return isChallenge(ack.status) ? 'challenged' : 'refused';
}
