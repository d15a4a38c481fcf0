/**
 * Where a key leads in a list; nothing for other keys. `from` is -1 while no row is chosen. Rows that cannot be chosen
 * are passed over, in the direction of the key.
 */
export function targetIndex(
  key: string,
  from: number,
  count: number,
  page: number,
  canChoose: (index: number) => boolean,
): number | undefined {
  const move = MOVES[key];
  if (!move || count === 0) return undefined;
  const { to, step } = move(from, count, page);
  let index = Math.min(count - 1, Math.max(0, to));
  while (index >= 0 && index < count && !canChoose(index)) index += step;
  return index >= 0 && index < count ? index : undefined;
}

type Move = (from: number, count: number, page: number) => { readonly to: number; readonly step: 1 | -1 };

const MOVES: Readonly<Record<string, Move>> = {
  ArrowDown: (from) => ({ to: from + 1, step: 1 }),
  ArrowUp: (from) => ({ to: from - 1, step: -1 }),
  PageDown: (from, _count, page) => ({ to: from + page, step: 1 }),
  PageUp: (from, _count, page) => ({ to: from - page, step: -1 }),
  Home: () => ({ to: 0, step: 1 }),
  End: (_from, count) => ({ to: count - 1, step: -1 }),
};
