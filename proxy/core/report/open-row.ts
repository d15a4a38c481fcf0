import type { Packet, RequestPacket } from '../bits/packet.ts';
import { isChallenge } from '../bits/refusal.ts';
import { isSuccess } from '../bits/session-progress.ts';
import type { Answered, Finding } from '../rules/rule.ts';
import type { ExchangeView } from '../timeline.ts';
import type { PacketPlace } from './check-report.ts';

/** An exchange with what it carries, while more may come of it. Nobody else sees it: it is changed in place. */
export interface OpenRow {
  exchange: ExchangeView;
  request?: RequestPacket;
  answer?: Packet;
  /** Which packet of its session it is, from 1. */
  number?: number;
  /** Found and not yet reported. */
  findings: Finding[];
}

export function placeOf({ exchange, request, answer, number }: OpenRow): PacketPlace {
  const { connection, kind, request: sent, response } = exchange;
  const status = answer && 'status' in answer ? answer.status : response?.head.status;
  return {
    ...(number !== undefined && { number }),
    type: request?.type ?? kind,
    connection,
    ...(sent?.frame !== undefined && { frame: sent.frame }),
    ...(response?.frame !== undefined && { answerFrame: response.frame }),
    ...(sent && { offset: BigInt(sent.head.offset) }),
    ...(request?.type === 'fragment' && request.range && { range: request.range }),
    ...(status !== undefined && { status }),
  };
}

/** What rules could look at in a row: the packet, and what came of it. Nothing while it has no answer, and may get one. */
export function judgedIn({ request, answer }: OpenRow): string | undefined {
  return request && answer && judgedKey(request.type, answeredOf(answer));
}

export function judgedKey(type: RequestPacket['type'], answered: Answered): string {
  return `${type} ${answered}`;
}

function answeredOf(answer: Packet): Answered {
  if (!('status' in answer)) return 'unanswered';
  if (isSuccess(answer.status)) return 'accepted';
  return isChallenge(answer.status) ? 'challenged' : 'refused';
}

/** Whether nothing more comes of an exchange. An answer may be complete while its request is still on its way. */
export function isRowOver({ exchange: { outcome, cutOff, request, response } }: OpenRow): boolean {
  if (cutOff || outcome === 'cut-off' || outcome === 'malformed' || outcome === 'tunnel') return true;
  if (outcome === 'unsolicited') return response?.endedAt !== undefined;
  return outcome === 'answered' && (request === undefined || request.endedAt !== undefined);
}
