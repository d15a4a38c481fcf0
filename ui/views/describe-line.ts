import type { ContentRange } from '../../proxy/core/bits/range.ts';
import type { HttpRequest } from '../../proxy/core/http/message.ts';
import type { TimelineRow } from '../../proxy/core/timeline.ts';
import { formatBytes, formatCount, formatDuration, formatSize } from '../parts/format.ts';
import type { PacketLine } from '../state/lines.ts';
import { cutOffLabel, cutOffWords } from './cut-off.ts';
import { PACKET_NAMES } from './words.ts';

/** A packet or Ack in the cells of the table. Everything may be hostile text. */
export interface LineText {
  readonly from: 'client' | 'server' | 'nobody';
  readonly type: string;
  /** Range of a Fragment, next offset of its Ack, target of other requests. */
  readonly offset?: string;
  readonly offsetTitle?: string;
  readonly status?: string;
  readonly tone?: 'good' | 'bad' | 'waiting';
  readonly latency?: string;
}

export function describeLine({ kind, row }: PacketLine): LineText {
  return kind === 'request' ? describeRequest(row) : describeAnswer(row);
}

function describeRequest(row: TimelineRow): LineText {
  const { exchange, request: packet } = row;
  if (!exchange.request) return { from: 'client', type: 'Unreadable', offset: exchange.unreadable?.reason ?? 'not yet a request' };
  return { from: 'client', type: requestType(row), ...requestOffset(row, exchange.request), ...progress(row, packet?.type === 'fragment') };
}

function requestType({ exchange, request }: TimelineRow): string {
  if (request) return PACKET_NAMES[request.type];
  if (exchange.kind === 'reply') return 'Reply download';
  return exchange.request?.head.method ?? 'Request';
}

function requestOffset({ request: packet }: TimelineRow, request: HttpRequest): Pick<LineText, 'offset' | 'offsetTitle'> {
  if (packet?.type === 'fragment') return packet.range ? rangeText(packet.range) : { offset: packet.rangeText ?? 'no Content-Range' };
  if (packet?.type === 'malformed') return { offset: packet.packetType ?? packet.reason };
  return packet ? {} : { offset: request.head.target };
}

function rangeText({ first, last, total }: ContentRange): Pick<LineText, 'offset' | 'offsetTitle'> {
  const length = last - first + 1n;
  const title = `bytes ${formatCount(first)} to ${formatCount(last)} of ${formatCount(total)}: ${formatBytes(length)}, ${formatSize(length)}`;
  return { offset: `${formatCount(first)} – ${formatCount(last)}`, offsetTitle: title };
}

/** How far a request is, while it is on its way. */
function progress({ exchange }: TimelineRow, isFragment: boolean): Pick<LineText, 'status' | 'tone'> {
  if (exchange.outcome === 'waiting') return { status: 'waiting', tone: 'waiting' };
  if (exchange.outcome !== 'sending') return {};
  const { framing, bodyLength } = exchange.request ?? {};
  if (isFragment && framing?.kind === 'length' && framing.length > 0) {
    return { status: `${Math.floor(((bodyLength ?? 0) / framing.length) * 100)} %`, tone: 'waiting' };
  }
  return { status: 'sending', tone: 'waiting' };
}

function describeAnswer(row: TimelineRow): LineText {
  const { exchange, answer } = row;
  if (answer?.type === 'no-ack') {
    const title = `${cutOffWords(answer.cutOff)} after ${formatBytes(answer.bodySent)} of the body`;
    return {
      from: 'nobody',
      type: answer.answerBegun ? 'Broken Ack' : 'No Ack',
      offset: cutOffLabel(answer.cutOff),
      offsetTitle: title,
      status: '—',
      tone: 'bad',
    };
  }
  if (!exchange.response) return { from: 'nobody', type: 'No answer', ...noAnswer(row), status: '—', tone: 'bad' };
  const { status } = exchange.response.head;
  return {
    from: 'server',
    type: answer ? PACKET_NAMES[answer.type] : 'Answer',
    ...answerOffset(row),
    status: String(status),
    tone: status >= 400 ? 'bad' : 'good',
    ...latency(row),
  };
}

function noAnswer({ exchange }: TimelineRow): Pick<LineText, 'offset' | 'offsetTitle'> {
  if (exchange.unreadable) return { offset: exchange.unreadable.reason };
  return exchange.cutOff ? { offset: cutOffLabel(exchange.cutOff), offsetTitle: cutOffWords(exchange.cutOff) } : {};
}

function answerOffset({ exchange, answer }: TimelineRow): Pick<LineText, 'offset' | 'offsetTitle'> {
  if (answer?.type === 'fragment-ack') {
    if (answer.nextOffset !== undefined)
      return { offset: `→ ${formatCount(answer.nextOffset)}`, offsetTitle: `next offset: ${formatBytes(answer.nextOffset)}` };
    return answer.nextOffsetText ? { offset: `→ ${answer.nextOffsetText}` } : {};
  }
  if (answer?.type === 'create-session-ack' && answer.sessionId) return { offset: answer.sessionId };
  const length = exchange.response?.bodyLength ?? 0;
  return answer || length === 0 ? {} : { offset: formatSize(length), offsetTitle: formatBytes(length) };
}

function latency({ exchange, answer }: TimelineRow): Pick<LineText, 'latency'> {
  if (answer && 'latencyMs' in answer) return { latency: formatDuration(answer.latencyMs) };
  const { request, response } = exchange;
  return request?.endedAt !== undefined && response ? { latency: formatDuration(response.startedAt - request.endedAt) } : {};
}
