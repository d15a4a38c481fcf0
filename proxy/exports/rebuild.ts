import { createHash } from 'node:crypto';
import type { ByteRange } from '../core/bits/range.ts';
import type { Piece } from '../core/payload/pieces.ts';
import type { Carrier, Hole, PayloadPlan } from '../core/payload.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import { bodyOf } from '../store/bodies.ts';

/** A hole of the plan, or bytes that were sent and acknowledged but not recorded (`cut`). */
export type RebuiltHole = Hole | (ByteRange & { readonly kind: 'cut' });

export interface Rebuilt {
  /** In order. */
  readonly holes: readonly RebuiltHole[];
  /** Whether every byte of the file is there, and nothing about it is in doubt. */
  readonly complete: boolean;
  /** In hexadecimal; of the file with zeros for its holes where those were wanted, else only of a complete one. */
  readonly sha256?: string;
}

export interface RebuildOptions {
  /** `zeros`: the digest is that of a file with zeros for its holes. `refused`: nothing is written behind the first. */
  readonly holes: 'zeros' | 'refused';
  /** Gets the file's bytes in order, those of holes left out. They are valid until it resolves. */
  readonly write?: (bytes: Uint8Array, at: number) => Promise<void>;
  /** Bytes of the file that were read so far. */
  readonly onRead?: (bytes: number) => void;
}

const ZEROS = new Uint8Array(1024 * 1024);

/** Reads a file together, piece by piece: memory stays as it is, whatever its size. Rejects with ProxyError. */
export async function rebuild(plan: PayloadPlan, bytes: RecordedBytes, options: RebuildOptions): Promise<Rebuilt> {
  const hash = createHash('sha256');
  const holes: RebuiltHole[] = [];
  let at = 0n;
  const miss = (hole: RebuiltHole) => {
    const before = holes.at(-1);
    if (before?.kind === hole.kind && before.last + 1n === hole.first) holes[holes.length - 1] = { ...before, last: hole.last };
    else holes.push(hole);
    if (options.holes === 'zeros') for (const zeros of zerosOf(hole)) hash.update(zeros);
    at = hole.last + 1n;
  };
  for (const part of inOrder(plan)) {
    if ('kind' in part) {
      miss(part);
      continue;
    }
    for await (const piece of bytesOf(part, bytes)) {
      if (!piece.bytes) {
        miss({ first: at, last: at + BigInt(piece.missing) - 1n, kind: 'cut' });
        continue;
      }
      hash.update(piece.bytes);
      if (holes.length === 0 || options.holes === 'zeros') await options.write?.(piece.bytes, Number(at));
      at += BigInt(piece.bytes.length);
      options.onRead?.(Number(at));
    }
  }
  const complete = plan.total !== undefined && holes.length === 0 && plan.doubts.length === 0;
  return { holes, complete, ...((complete || options.holes === 'zeros') && { sha256: hash.digest('hex') }) };
}

/** Pieces and holes together are the whole file. */
function inOrder({ pieces, holes }: PayloadPlan): readonly (Piece<Carrier> | Hole)[] {
  return [...pieces, ...holes].sort((a, b) => (a.first < b.first ? -1 : 1));
}

type KeptBytes = { readonly bytes: Uint8Array } | { readonly bytes?: undefined; readonly missing: number };

/** The bytes of a part of what one message carried; what is not there is `missing`, also at the end. */
export async function* bytesOf(
  { first, last, source }: ByteRange & { readonly source: Carrier },
  bytes: RecordedBytes,
): AsyncGenerator<KeptBytes> {
  const { connection, from, message } = source;
  const range = { start: Number(first - source.first), end: Number(last - source.first) + 1 };
  let at = range.start;
  for await (const piece of bodyOf(bytes, connection, from, message, range)) {
    yield piece;
    at += piece.bytes?.length ?? piece.missing ?? 0;
  }
  if (at < range.end) yield { missing: range.end - at };
}

function* zerosOf({ first, last }: ByteRange): Iterable<Uint8Array> {
  for (let left = last - first + 1n; left > 0n; left -= BigInt(ZEROS.length)) {
    yield left < BigInt(ZEROS.length) ? ZEROS.subarray(0, Number(left)) : ZEROS;
  }
}
