import type { IncomingMessage } from 'node:http';
import { type AckFields, ackFields } from '../../core/bits/packets/ack-fields.ts';
import type { Header, HttpResponse } from '../../core/http/message.ts';

/** An answer as the core's decoders of Acks want it: what all Acks have, and the headers for the rest. */
export interface RawAck {
  readonly fields: AckFields;
  readonly headers: readonly Header[];
}

/** The decoders read exchanges, as the tap sees them; of this one only the answer is known, and no times. */
const EXCHANGE = { id: '', connection: '', index: 1, interim: [], outcome: 'answered', rewrites: [] } as const;

export function readAck(message: IncomingMessage): RawAck {
  const response = asResponse(message);
  const { headers } = response.head;
  return { fields: ackFields({ ...EXCHANGE, response }, response, headers), headers };
}

function asResponse({ httpVersion, rawHeaders, statusCode = 0, statusMessage = '' }: IncomingMessage): HttpResponse {
  const head = {
    version: httpVersion,
    headers: pairs(rawHeaders),
    anomalies: [],
    offset: 0,
    length: 0,
    status: statusCode,
    reason: statusMessage,
  };
  return { head, startedAt: 0, headAt: 0, framing: { kind: 'none' }, bodyLength: 0 };
}

function pairs(raw: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let at = 0; at < raw.length; at += 2) headers.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return headers;
}
