/** The 12 of `x12`: exchanges are numbered as they begin. */
export function ordinalOf(id: string): number {
  return Number.parseInt(id.slice(1), 10);
}
