import * as names from '../../proxy/core/bits/headers.ts';
import { formatHresult } from '../../proxy/core/bits/hresult.ts';
import type { Ack, AckError, NoAck, Packet, RequestPacket } from '../../proxy/core/bits/packet.ts';
import { explainContext } from '../../proxy/core/codes/contexts.ts';
import { explainHresult } from '../../proxy/core/codes/explain.ts';
import type { Explanation } from '../../proxy/core/codes/explanation.ts';
import { formatBytes, formatCount, formatDuration, formatSize } from '../parts/format.ts';
import { cutOffWords } from './cut-off.ts';

/** One decoded field: the name that the spec gives it, its value, and what that means where it does not say itself. */
export interface Field {
  readonly label: string;
  readonly value: string;
  readonly meaning?: string;
}

export function fieldsOf(packet: Packet): Field[] {
  if (packet.type === 'no-ack') return noAckFields(packet);
  return 'status' in packet ? ackFields(packet) : requestFields(packet);
}

function requestFields(packet: RequestPacket): Field[] {
  return [
    ...(packet.type === 'malformed' ? [{ label: 'Not understood', value: packet.reason }] : []),
    ...field(names.PACKET_TYPE, packet.packetType),
    ...field(names.SESSION_ID, packet.sessionId),
    ...(packet.type === 'fragment' ? rangeFields(packet.rangeText, packet.range) : []),
    ...field(names.CONTENT_NAME, packet.contentName),
    ...(packet.type === 'create-session' ? protocolFields(packet.protocols) : []),
    ...field(names.CONTENT_LENGTH, packet.contentLength === undefined ? undefined : formatCount(packet.contentLength)),
    ...field(names.HOST, packet.host),
    ...field(names.USER_AGENT, packet.userAgent),
  ];
}

function rangeFields(text: string | undefined, range: { first: bigint; last: bigint; total: bigint } | undefined): Field[] {
  if (!range) return [{ label: names.CONTENT_RANGE, value: text ?? 'missing', meaning: 'no range that can be read' }];
  const length = range.last - range.first + 1n;
  const value = `${formatCount(range.first)} – ${formatCount(range.last)} of ${formatCount(range.total)}`;
  return [
    { label: names.CONTENT_RANGE, value, meaning: `${formatBytes(length)} of a file of ${formatSize(range.total)}; both ends inclusive` },
  ];
}

function protocolFields(protocols: readonly string[]): Field[] {
  const isUpload = protocols.some((protocol) => protocol.toLowerCase() === names.UPLOAD_PROTOCOL);
  const meaning = isUpload ? 'BITS 1.5 Upload Protocol' : 'not the BITS 1.5 Upload Protocol';
  return [{ label: names.SUPPORTED_PROTOCOLS, value: protocols.join(' ') || 'missing', meaning }];
}

function ackFields(ack: Ack): Field[] {
  return [
    {
      label: 'Status',
      value: `${ack.status} ${ack.reason}`,
      ...(!ack.bits && { meaning: 'no BITS header: whoever answered does not speak BITS' }),
    },
    ...field(names.PACKET_TYPE, ack.packetType),
    ...field(names.SESSION_ID, ack.sessionId),
    ...(ack.type === 'create-session-ack' ? createAckFields(ack) : []),
    ...(ack.type === 'fragment-ack' ? fragmentAckFields(ack) : []),
    ...(ack.error ? errorFields(ack.error) : []),
    ...field('Server', ack.serverAgent),
    ...field('Via', ack.via),
  ];
}

function createAckFields(ack: Extract<Ack, { type: 'create-session-ack' }>): Field[] {
  const isUpload = ack.protocol?.toLowerCase() === names.UPLOAD_PROTOCOL;
  return [
    ...field(names.PROTOCOL, ack.protocol, isUpload ? 'BITS 1.5 Upload Protocol' : undefined),
    ...field(names.HOST_ID, ack.hostId, 'the host that the client must use from here on'),
    ...field(names.HOST_ID_FALLBACK_TIMEOUT, ack.fallbackTimeoutS === undefined ? undefined : `${formatCount(ack.fallbackTimeoutS)} s`),
    ...field(names.ACCEPT_ENCODING, ack.acceptEncoding),
  ];
}

function fragmentAckFields(ack: Extract<Ack, { type: 'fragment-ack' }>): Field[] {
  const value = ack.nextOffset === undefined ? ack.nextOffsetText : formatCount(ack.nextOffset);
  const meaning = ack.nextOffset === undefined ? 'no offset that can be read' : 'next offset: the first byte that the server does not have';
  return [...field(names.RECEIVED_RANGE, value, meaning), ...field(names.REPLY_URL, ack.replyUrl, 'where the reply can be fetched')];
}

function errorFields({ name, code, text, context, contextText }: AckError): Field[] {
  const inWords = code === undefined ? undefined : words(explainHresult(code));
  const contextInWords = context === undefined ? undefined : explainContext(context)?.meaning;
  return [
    ...field(name, code === undefined ? text : formatHresult(code), inWords),
    ...field(names.ERROR_CONTEXT, contextText, contextInWords),
  ];
}

function words({ names: [name], meaning }: Explanation): string {
  return name === undefined ? meaning : `${name}: ${meaning}`;
}

function noAckFields({ cutOff, bodySent, answerBegun }: NoAck): Field[] {
  return [
    { label: 'No Ack', value: cutOffWords(cutOff) },
    { label: 'Body sent', value: formatBytes(bodySent) },
    { label: 'Answer', value: answerBegun ? 'begun, not finished' : 'not begun' },
  ];
}

function field(label: string, value: string | undefined, meaning?: string | undefined): Field[] {
  if (value === undefined) return [];
  return [{ label, value, ...(meaning !== undefined && { meaning }) }];
}

/** Times of an exchange in order, with what passed since the one before. */
export function passed(fromMs: number | undefined, toMs: number | undefined): string | undefined {
  return fromMs === undefined || toMs === undefined ? undefined : formatDuration(toMs - fromMs);
}
