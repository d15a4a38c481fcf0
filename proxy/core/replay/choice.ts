import type { Reaction } from './reaction.ts';

/** What is played for a request, or why nothing is. */
export type Choice = Played | Lacking;

export interface Played {
  readonly kind: 'played';
  readonly reaction: Reaction;
  /** What its Ack says of the next byte, where it says anything. */
  readonly nextOffset?: bigint;
  /** Body bytes after which its connection is cut; absent: the whole body is read. */
  readonly cutAt?: number;
  /** The recorded answer ended the file, and this one does not: its reply is not there yet. */
  readonly withoutReply?: true;
  /** It is played: the session goes on from there. */
  readonly settle: () => void;
}

/** Nothing in the recording answers this. */
export interface Lacking {
  readonly kind: 'lacking';
  /** In words. */
  readonly expected: string;
  readonly nextOffset?: bigint;
  /** A correct client starts over then. */
  readonly sessionLost?: true;
}

export function lacking(expected: string, rest: Omit<Lacking, 'kind' | 'expected'> = {}): Lacking {
  return { kind: 'lacking', expected, ...rest };
}
