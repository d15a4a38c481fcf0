/** A sequence that looks like chance and is the same in every run (mulberry32). Numbers from 0 up to, not including, 1. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Piece lengths: mostly a few bytes, now and then many. */
export function pieces(seed: number, most: number): () => number {
  const next = chance(seed);
  return () => Math.ceil(next() ** 3 * most);
}

export function randomBytes(seed: number, length: number): Buffer {
  const next = chance(seed);
  return Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
}
