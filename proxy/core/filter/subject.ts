import type { Ack, Packet, RequestPacket } from '../bits/packet.ts';
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
}

export function requestOf({ request }: FilterSubject): RequestPacket | undefined {
  return request && 'method' in request ? request : undefined;
}

export function ackOf({ answer }: FilterSubject): Ack | undefined {
  return answer && 'status' in answer ? answer : undefined;
}

export function rangeOf({ request }: FilterSubject): ContentRange | undefined {
  return request?.type === 'fragment' ? request.range : undefined;
}
