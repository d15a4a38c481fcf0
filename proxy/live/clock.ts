/** Milliseconds since the epoch with fractions to the microsecond, and never going back while the process runs. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
