import { hasWildcard } from './reading.ts';
import type { Piece } from './tokens.ts';

/** How much of a value a text must be. */
export type Extent = 'part' | 'whole' | 'beginning';

/**
 * A test for text, in any case; `*` in a word stands for anything. Compared piece by piece from left to right, so that no
 * pattern, however odd, takes longer than to look through the value once for each of its pieces.
 */
export function compilePattern(piece: Piece, extent: Extent): (value: string) => boolean {
  const wanted = piece.text.toLowerCase();
  if (hasWildcard(piece)) return compileWildcards(wanted.split('*'), extent);
  switch (extent) {
    case 'part':
      return (value) => value.toLowerCase().includes(wanted);
    case 'whole':
      return (value) => value.toLowerCase() === wanted;
    case 'beginning':
      return (value) => value.toLowerCase().startsWith(wanted);
  }
}

function compileWildcards(pieces: readonly string[], extent: Extent): (value: string) => boolean {
  const first = extent === 'part' ? '' : (pieces[0] ?? '');
  const last = extent === 'whole' ? (pieces.at(-1) ?? '') : '';
  const between = pieces.slice(extent === 'part' ? 0 : 1, extent === 'whole' ? -1 : pieces.length).filter((piece) => piece !== '');
  return (original) => {
    const value = original.toLowerCase();
    const end = value.length - last.length;
    if (end < first.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    let at = first.length;
    for (const piece of between) {
      const found = value.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= end;
  };
}
