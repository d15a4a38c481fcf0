import type { RequestType } from '../bits/packet.ts';
import type { CutOff } from '../http/exchange.ts';
import type { AckLatency } from './latency.ts';

/** What is known of a session beside its progress: plain data, told with it. */
export interface SessionFacts {
  /** `BITS-Protocol` that the server chose. */
  readonly protocol?: string;
  /** Body bytes of its Fragments that came, each as often as it was sent. */
  readonly bytesSent: number;
  /** How many of them had been sent before: a byte that was sent three times counts twice. */
  readonly bytesRepeated: number;
  readonly fragmentSizes?: FragmentSizes;
  /** Of all packets that were answered; an answer that came before its request's end took no time. */
  readonly ackLatency?: AckLatency;
  readonly longestSilence?: Silence;
  /** The latest hundred, the oldest first, and how many came before these. */
  readonly interruptions: readonly Interruption[];
  readonly earlierInterruptions: number;
  /** Answers that asked for credentials (401, 407). */
  readonly challenges: number;
  /** How many sessions in a row this client began for the same URL before this one and ended none. */
  readonly restarts: number;
  /** Our id of the session with which the client started over. */
  readonly restartedAs?: string;
  /** The packet that has waited for its answer longest. */
  readonly waiting?: Waiting;
  /** What the server refuses at present: gone with the next packet that it accepts. */
  readonly refusals?: Refusals;
  /** Nothing came for 24 hours, or nothing will: gone with the next packet. */
  readonly silent?: 'quiet' | 'traffic-ended';
}

/** Body lengths of Fragments as declared, bytes. */
export interface FragmentSizes {
  readonly smallest: number;
  readonly largest: number;
  readonly last: number;
}

/** A time without anything of a session, and the exchange that ended it. */
export interface Silence {
  readonly ms: number;
  readonly exchange: string;
}

export interface Waiting {
  readonly exchange: string;
  readonly packet: RequestType | 'malformed';
  readonly since: number;
}

/** A packet that got no answer, or one that says "later": 408, 429, a 5xx of passing trouble. */
export interface Interruption {
  readonly exchange: string;
  readonly packet: RequestType | 'malformed';
  readonly at: number;
  readonly cause: InterruptionCause;
  /** From the end of its request on, ms; absent where the request itself was cut off. */
  readonly waitedMs?: number;
  /** Body bytes of it that came, and how many of them the client had to send again, as far as can be seen. */
  readonly bodySent: number;
  readonly wasted: number;
  /** The offset that the server had asked for last. */
  readonly asked?: bigint;
  /** Where the client's next Fragment began. */
  readonly given?: bigint;
  /** Until the client's next packet, ms; absent where none came. */
  readonly silenceMs?: number;
}

export type InterruptionCause = CutOff | { readonly how: 'status'; readonly status: number };

/** The same refusal, once or several times in a row. */
export interface Refusals {
  readonly packet: RequestType | 'malformed';
  readonly status: number;
  readonly count: number;
  /** Of the first and the latest. */
  readonly since: string;
  readonly exchange: string;
  /** The HRESULT and its context (5, 7), where they were sent. */
  readonly code?: number;
  readonly context?: number;
  /** Whether a BITS header was there, and whether a `Via` was. */
  readonly bits: boolean;
  readonly relayed: boolean;
  /** It may mean that the server does not know the session. */
  readonly mayDenySession: boolean;
  /** Where the refused Fragment began, and the offset that the answer asked for. */
  readonly given?: bigint;
  readonly asked?: bigint;
}

export const NO_INTERRUPTIONS: readonly Interruption[] = [];

export const NO_FACTS: SessionFacts = {
  bytesSent: 0,
  bytesRepeated: 0,
  interruptions: NO_INTERRUPTIONS,
  earlierInterruptions: 0,
  challenges: 0,
  restarts: 0,
};
