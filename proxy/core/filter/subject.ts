import type { Ack, AckError, Packet, PacketType, RequestPacket } from '../bits/packet.ts';
import type { ContentRange } from '../bits/range.ts';
import type { Finding } from '../rules/rule.ts';
import type { Connection, ExchangeView, SessionView } from '../timeline.ts';

/**
 * What a filter judges: a row of a timeline with the session that it belongs to, or a session alone. Of a session alone
 * everything that only an exchange has is absent.
 */
export interface FilterSubject {
  readonly session?: SessionView | undefined;
  /** Who is at both ends, where the caller knows it: exchanges of no session name their client nowhere else. */
  readonly connection?: Connection | undefined;
  readonly exchange?: ExchangeView | undefined;
  readonly request?: Packet | undefined;
  readonly answer?: Packet | undefined;
  readonly findings: readonly Finding[];
  /** Where it is there, it holds what the packets say, so that they need not be decoded. */
  readonly brief?: RowBrief | undefined;
}

/** What filters ask most of a row's packets, where the answer has no error. */
export interface RowBrief {
  readonly request: PacketType | undefined;
  readonly answer: PacketType | undefined;
  readonly range: ContentRange | undefined;
  readonly nextOffset: bigint | undefined;
  readonly status: number | undefined;
  /** Milliseconds; of an Ack. */
  readonly latencyMs: number | undefined;
  /** Both heads as they were sent: every text in the packets is in there, unless it is a folded header. */
  readonly heads: string;
}

export function requestOf({ request }: FilterSubject): RequestPacket | undefined {
  return request && 'method' in request ? request : undefined;
}

export function ackOf({ answer }: FilterSubject): Ack | undefined {
  return answer && 'status' in answer ? answer : undefined;
}

// Subjects may make what they are asked for: only what is needed is taken from them.

export function rangeOf(subject: FilterSubject): ContentRange | undefined {
  if (subject.brief) return subject.brief.range;
  const { request } = subject;
  return request?.type === 'fragment' ? request.range : undefined;
}

export function requestTypeOf(subject: FilterSubject): PacketType | undefined {
  return subject.brief ? subject.brief.request : subject.request?.type;
}

export function answerTypeOf(subject: FilterSubject): PacketType | undefined {
  return subject.brief ? subject.brief.answer : subject.answer?.type;
}

/** The offset that an Ack asks for. */
export function nextOffsetOf(subject: FilterSubject): bigint | undefined {
  if (subject.brief) return subject.brief.nextOffset;
  const { answer } = subject;
  return answer?.type === 'fragment-ack' ? answer.nextOffset : undefined;
}

export function statusOf(subject: FilterSubject): number | undefined {
  return subject.brief?.status ?? subject.exchange?.response?.head.status;
}

/** Whether it is a row, and not a session alone. */
export function isRow(subject: FilterSubject): boolean {
  return subject.brief !== undefined || subject.exchange !== undefined;
}

export function errorOf(subject: FilterSubject): AckError | undefined {
  return subject.brief ? undefined : ackOf(subject)?.error;
}

/** From the end of the request to the beginning of the answer, ms. */
export function latencyOf(subject: FilterSubject): number | undefined {
  const latencyMs = subject.brief ? subject.brief.latencyMs : ackOf(subject)?.latencyMs;
  if (latencyMs !== undefined) return latencyMs;
  const { request, response } = subject.exchange ?? {};
  return response && request?.endedAt !== undefined ? response.startedAt - request.endedAt : undefined;
}
