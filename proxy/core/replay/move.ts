import { PACKET_TYPE, RECEIVED_RANGE, SESSION_ID } from '../bits/headers.ts';
import { formatOffset } from '../bits/range.ts';
import type { HttpResponse } from '../http/message.ts';
import type { Lacking } from './choice.ts';
import type { Ending, Reaction } from './reaction.ts';

interface Stretch {
  readonly connection: string;
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** Bytes to send: a text in Latin-1, what the server said from one place on a connection to another, or a stretch of the body of an answer. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'said' } & Stretch)
  | ({ readonly kind: 'body'; readonly response: HttpResponse } & Stretch);

/** What is done with a request. */
export interface Move {
  /** What is sent for it; nothing where the recorded server said nothing. */
  readonly parts: readonly Part[];
  /** Sent before the body is read, where the client waits for it [RFC 9110 §10.1.1]. */
  readonly invitation?: string;
  /** `early`: before the body is read. */
  readonly when: 'early' | 'behind the request';
  /** The answer is one, and whole; else the connection ends behind it. */
  readonly answers: boolean;
  /** How long the recorded server took, ms; without a whole answer: until the connection ended. */
  readonly waitMs: number;
  /** Body bytes after which the connection is ended; absent: the whole body is read. */
  readonly cutAt?: number;
  /** How the connection ends behind it, if it does. */
  readonly ending?: Ending;
  /** What came, and what it gets, in a line. */
  readonly said: string;
  readonly outcome: 'as recorded' | 'made up' | 'lacking';
  /** It was done: to be called once, unless the client left before. */
  readonly settle: () => void;
}

/** What we say ourselves, because the recording says nothing. A client that starts over has what makes it. */
export function apology({ expected, nextOffset, sessionLost }: Lacking, sessionId: string | undefined): string {
  const text = `The recording has no answer to this. Expected: ${expected}.\n`;
  const lines = [
    'HTTP/1.1 500 Internal Server Error',
    'Server: bitstap mock',
    `${PACKET_TYPE}: Ack`,
    ...(sessionId === undefined ? [] : [`${SESSION_ID}: ${sessionId}`]),
    ...(nextOffset === undefined ? [] : [`${RECEIVED_RANGE}: ${formatOffset(nextOffset)}`]),
    ...(sessionLost ? ['BITS-Error: 0x8020001F', 'BITS-Error-Code: 0x8020001F', 'BITS-Error-Context: 0x5'] : []),
    'Content-Type: text/plain; charset=iso-8859-1',
    `Content-Length: ${text.length}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** A Ping is answered with 200 by every server, and changes nothing [BUP §3.2.5.2.5]. */
export const PING_ACK = `HTTP/1.1 200 OK\r\nServer: bitstap mock\r\n${PACKET_TYPE}: Ack\r\nContent-Length: 0\r\n\r\n`;

/** What the recorded server sent behind the head of its answer, as it sent it. */
export function saidBehind({ row, response, bodyEnd, garbageAt }: Reaction): Part[] {
  const { connection } = row.exchange;
  if (!response) return garbageAt === undefined ? [] : [{ kind: 'said', connection, start: garbageAt, end: Number.POSITIVE_INFINITY }];
  const start = response.head.offset + response.head.length;
  return bodyEnd > start ? [{ kind: 'said', connection, start, end: bodyEnd }] : [];
}
