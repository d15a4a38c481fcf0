import type { Fragment } from '../bits/packet.ts';
import { type ContentRange, rangeLength } from '../bits/range.ts';
import { isInBounds } from '../bits/refusal.ts';
import type { Reaction } from './reaction.ts';

/** Where a Fragment begins that does not begin at the next byte that the server wants. */
export type Misfit = 'gap' | 'overlap' | 'duplicate';

/** A Fragment in order was not simply taken: it happens again when a client passes the same byte of the file. */
export interface Incident {
  readonly reaction: Reaction;
  readonly range: ContentRange;
  /** It happens to the Fragment that has this byte. */
  readonly at: bigint;
  /** It happens to the Fragment that ends the file, whatever that one's range. */
  readonly final: boolean;
  /** What the server had before, and the next byte that its Ack asks for. */
  readonly before: bigint;
  readonly next?: bigint;
  /** Of a Fragment without an answer: how far the server kept it, as its next answer tells. */
  readonly stored?: bigint;
}

/** How the recorded server took a file. */
export interface FragmentScript {
  /** Answers that take the whole Fragment, sorted by its last byte: of those that end a file, and of the others. */
  readonly final: readonly Reaction[];
  readonly plain: readonly Reaction[];
  /** In their order: one that has not happened yet waits for its byte, and those behind it for it. */
  readonly incidents: readonly Incident[];
  readonly misfits: Readonly<Record<Misfit, readonly Reaction[]>>;
  /** To Fragments that were wrong in themselves: no range that can be read, another length than that. */
  readonly faulty: readonly Reaction[];
  /** Refusals for their size (413), and from which size on, bytes. */
  readonly tooLarge: readonly Reaction[];
  readonly maxLength: bigint;
  /** Bytes beyond were never taken; absent where the file was taken whole. */
  readonly limit?: bigint;
  /** Whether the last that is known of the server is an incident that brought the file no further: it would happen again. */
  readonly endsBadly: boolean;
}

export function misfit({ first, last }: ContentRange, expected: bigint): Misfit {
  if (first > expected) return 'gap';
  return last < expected ? 'duplicate' : 'overlap';
}

/** The range of a Fragment that is right in itself: only then its place tells how it is answered. */
export function soundRange({ range, contentLength }: Fragment, total: bigint | undefined): ContentRange | undefined {
  if (!range || !isInBounds(range) || range.total !== (total ?? range.total)) return undefined;
  return contentLength === undefined || BigInt(contentLength) === rangeLength(range) ? range : undefined;
}

export function endsFile({ last, total }: ContentRange): boolean {
  return last + 1n === total;
}
