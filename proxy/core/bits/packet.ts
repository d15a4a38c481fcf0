import type { CutOff } from '../http/exchange.ts';
import type { ContentRange } from './range.ts';

/** The five packets that a client sends [BUP §2.2.1.2]. */
export type RequestType = 'ping' | 'create-session' | 'fragment' | 'close-session' | 'cancel-session';

interface PacketHead {
  /** The exchange that carries it; an Ack has the exchange of the request that it answers. */
  readonly exchange: string;
  readonly connection: string;
  /** Our id of the session that it belongs to (`s1`), which is not the id on the wire. */
  readonly session?: string | undefined;
  readonly at: number;
  /** `BITS-*`, `Content-Range` and `Content-Length` headers that came more than once, each name as it came first. */
  readonly repeated?: readonly string[] | undefined;
}

interface RequestPacketHead extends PacketHead {
  readonly method: string;
  /** The request target as sent, and the path in it, percent-encoding and case as sent, without the query. */
  readonly target: string;
  readonly path: string;
  /** `host[:port]` as the client names the server: from an absolute target, else from `Host`. */
  readonly host?: string | undefined;
  readonly userAgent?: string | undefined;
  /** `BITS-Packet-Type` as sent. */
  readonly packetType?: string | undefined;
  /** `BITS-Session-Id` as sent: opaque, compared exactly. */
  readonly sessionId?: string | undefined;
  /** The declared body length, bytes; absent where there is none, or it is no number below 2^53. */
  readonly contentLength?: number | undefined;
  readonly contentName?: string | undefined;
}

export interface Ping extends RequestPacketHead {
  readonly type: 'ping';
}

export interface CreateSession extends RequestPacketHead {
  readonly type: 'create-session';
  /** `BITS-Supported-Protocols`, split at spaces and commas, in the order of preference. */
  readonly protocols: readonly string[];
}

/** A run of the file's bytes. */
export interface Fragment extends RequestPacketHead {
  readonly type: 'fragment';
  /** `Content-Range` as sent, and what it means when it can be read. */
  readonly rangeText?: string | undefined;
  readonly range?: ContentRange | undefined;
}

export interface CloseSession extends RequestPacketHead {
  readonly type: 'close-session';
}

export interface CancelSession extends RequestPacketHead {
  readonly type: 'cancel-session';
}

/** Meant as a BITS packet (by its method or headers), but of no known type. */
export interface Malformed extends RequestPacketHead {
  readonly type: 'malformed';
  readonly reason: string;
}

export type RequestPacket = Ping | CreateSession | Fragment | CloseSession | CancelSession | Malformed;

/** `BITS-Error` or `BITS-Error-Code`, and the context beside it [BUP §2.2.1.2]. */
export interface AckError {
  /** Which of the two names was sent, and the value as sent. */
  readonly name: string;
  readonly text: string;
  /** As an unsigned 32-bit number; absent where the value is no HRESULT. */
  readonly code?: number;
  readonly contextText?: string;
  /** 5: the server; 7: the application behind it. */
  readonly context?: number;
}

interface AckHead extends PacketHead {
  readonly status: number;
  readonly reason: string;
  /** `BITS-Packet-Type` as sent; a proxy's page has none. */
  readonly packetType?: string | undefined;
  /** Whether any `BITS-` header is there: whether somebody who speaks BITS answered. */
  readonly bits: boolean;
  readonly sessionId?: string | undefined;
  readonly error?: AckError | undefined;
  readonly serverAgent?: string | undefined;
  readonly via?: string | undefined;
  /** From the end of the request to the first byte of the answer, ms; negative for an early answer, 0 where the request never ended. */
  readonly latencyMs: number;
}

export interface PingAck extends AckHead {
  readonly type: 'ping-ack';
}

export interface CreateSessionAck extends AckHead {
  readonly type: 'create-session-ack';
  readonly protocol?: string;
  readonly hostId?: string;
  readonly fallbackTimeoutS?: number;
  readonly acceptEncoding?: string;
  /** `Date` and `Pragma` as sent: IIS sends both [BUP §4.1]. */
  readonly date?: string;
  readonly pragma?: string;
}

export interface FragmentAck extends AckHead {
  readonly type: 'fragment-ack';
  /** `BITS-Received-Content-Range` as sent (also under its misspelt name), and the offset that it means. */
  readonly nextOffsetText?: string | undefined;
  readonly nextOffset?: bigint | undefined;
  readonly replyUrl?: string | undefined;
}

export interface CloseSessionAck extends AckHead {
  readonly type: 'close-session-ack';
}

export interface CancelSessionAck extends AckHead {
  readonly type: 'cancel-session-ack';
}

/** The answer to a packet of no known type. */
export interface MalformedAck extends AckHead {
  readonly type: 'malformed-ack';
}

/** A request that got no answer: what did not happen is an event too. */
export interface NoAck extends PacketHead {
  readonly type: 'no-ack';
  /** The request that waited. */
  readonly answers: RequestPacket['type'];
  /** Why: who ended the connection, or that the tap had to answer itself (`failed`). */
  readonly cutOff: CutOff;
  /** Body bytes of the request that were sent, and whether an answer had begun. */
  readonly bodySent: number;
  readonly answerBegun: boolean;
}

export type Ack = PingAck | CreateSessionAck | FragmentAck | CloseSessionAck | CancelSessionAck | MalformedAck;
export type Packet = RequestPacket | Ack | NoAck;
export type PacketType = Packet['type'];
