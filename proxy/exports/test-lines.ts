import { formatHresult } from '../core/bits/hresult.ts';
import type { Packet, RequestPacket } from '../core/bits/packet.ts';
import { PACKET_NAMES } from '../core/bits/packet-name.ts';
import type { TimelineRow } from '../core/timeline.ts';

/** What a regression test compares of an exchange, in a line: `Fragment 0-99/300 → 200, next byte 100`. Nothing for what is no packet. */
export function packetLine({ request, answer }: TimelineRow): string | undefined {
  if (!request || !('method' in request)) return undefined;
  return `${requestText(request)} → ${answerText(answer)}`;
}

function requestText(request: RequestPacket): string {
  const { range } = request.type === 'fragment' ? request : {};
  return PACKET_NAMES[request.type] + (range ? ` ${range.first}-${range.last}/${range.total}` : '');
}

function answerText(answer: Packet | undefined): string {
  if (!answer || !('status' in answer)) return 'no answer';
  const next = answer.type === 'fragment-ack' && answer.nextOffset !== undefined ? `, next byte ${answer.nextOffset}` : '';
  const code = answer.error?.code;
  return answer.status + next + (code === undefined ? '' : `, ${formatHresult(code)}`);
}

/** What was found, each rule as often as it was: `fragment-gap (client)`. Sorted, because times differ. */
export function findingLines(rows: readonly TimelineRow[]): string[] {
  return rows.flatMap(({ findings }) => findings.map(({ rule, blames }) => `${rule} (${blames})`)).sort();
}
