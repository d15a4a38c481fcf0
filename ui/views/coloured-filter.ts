import { tokenize } from '../../proxy/core/filter/tokens.ts';
import type { FilterError } from '../../proxy/core/filter.ts';

/** A stretch of a filter as it is shown. All of them together are the text. */
export interface FilterPiece {
  readonly text: string;
  readonly kind: 'field' | 'keyword' | 'error-place' | 'plain';
}

/** The parts of a filter by what they mean; the place of an error goes before all of it. */
export function colouredFilter(text: string, error?: FilterError): FilterPiece[] {
  const kinds = Array.from<unknown, FilterPiece['kind']>({ length: text.length }, () => 'plain');
  for (const token of tokenize(text)) {
    if (token.kind === 'term') kinds.fill('field', token.at, token.at + token.field.length);
    else if (token.kind !== 'text' && token.kind !== 'unclosed') kinds.fill('keyword', token.at, token.at + token.length);
  }
  // Where something is missing at the end there is nothing to be marked but what stands before.
  if (error) kinds.fill('error-place', Math.min(error.at, Math.max(0, text.length - 1)), error.at + Math.max(1, error.length));
  return joinedPieces(text, kinds);
}

function joinedPieces(text: string, kinds: readonly FilterPiece['kind'][]): FilterPiece[] {
  const pieces: FilterPiece[] = [];
  for (let at = 0; at < text.length; ) {
    const kind = kinds[at] ?? 'plain';
    let end = at + 1;
    while (end < text.length && kinds[end] === kind) end += 1;
    pieces.push({ text: text.slice(at, end), kind });
    at = end;
  }
  return pieces;
}
