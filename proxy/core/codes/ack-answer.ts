import type { RequestPacket } from '../bits/packet.ts';
import type { Remedy } from './explanation.ts';

/** A packet that has an Ack of its own. */
export type AckedType = Exclude<RequestPacket['type'], 'malformed'>;

/** One thing that a server may say: a status with what stands beside it, what that means, and what to do. */
export interface AckAnswer {
  readonly statuses: readonly number[];
  /** The requests that it answers; absent for any. */
  readonly acks?: readonly AckedType[];
  /** Only in the Ack to the Fragment that ends the file. */
  readonly final?: true;
  /** Without any BITS header. */
  readonly bare?: true;
  /** Error values that may stand beside the status; Windows leaves them out where the status says it already [BUP <4>]. */
  readonly errors?: readonly number[];
  readonly context?: number;
  readonly means: string;
  readonly remedies: readonly Remedy[];
  readonly source: string;
}
