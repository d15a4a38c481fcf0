/** Keeps a map within its limit: what was put in first goes first. */
export function dropFirst(map: Map<string, unknown>, limit: number): void {
  if (map.size <= limit) return;
  const [first] = map.keys();
  if (first !== undefined) map.delete(first);
}
