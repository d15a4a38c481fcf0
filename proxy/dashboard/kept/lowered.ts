/** When a limit is passed, this part of it is freed at once: making room costs little for each thing that comes. */
const SHARE = 16;

/** How many are left when room was made: a share less than the limit; of a tiny limit all. */
export function lowered(limit: number): number {
  return limit - Math.max(1, Math.floor(limit / SHARE)) + 1;
}
