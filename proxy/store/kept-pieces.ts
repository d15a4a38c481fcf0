import type { BodyStretch } from '../core/http/body-stretches.ts';

/** Bytes that were seen, of which the first `kept` are recorded and the others only counted. */
export interface KeptPiece {
  readonly bytes: Uint8Array;
  readonly kept: number;
}

/** What of some bytes is recorded, in as few pieces as can be, when so many bytes of each body are. */
export function keptPieces(bytes: Uint8Array, bodies: readonly BodyStretch[], maxBodyBytes: number): KeptPiece[] {
  const pieces: KeptPiece[] = [];
  let begin = 0;
  for (const { start, end, before } of bodies) {
    const keptTo = start + Math.min(end - start, Math.max(0, maxBodyBytes - before));
    if (keptTo === end) continue;
    pieces.push({ bytes: bytes.subarray(begin, end), kept: keptTo - begin });
    begin = end;
  }
  if (begin < bytes.length) pieces.push({ bytes: bytes.subarray(begin), kept: bytes.length - begin });
  return pieces;
}
