import { describe, expect, it } from 'vitest';
import type { BodyStretch } from '../../../proxy/core/http/body-stretches.ts';
import { keptPieces } from '../../../proxy/store/kept-pieces.ts';

/** What is kept of each piece, and behind a bar what is not. */
function cut(text: string, bodies: readonly BodyStretch[], max: number): string[] {
  return keptPieces(Buffer.from(text), bodies, max).map(({ bytes, kept }) => {
    const piece = Buffer.from(bytes).toString();
    return `${piece.slice(0, kept)}|${piece.slice(kept)}`;
  });
}

describe('what is kept of some bytes', () => {
  it.each<[string, string, BodyStretch[], number, string[]]>([
    ['is all where nothing is body', 'head', [], 0, ['head|']],
    ['is all where bodies may be that long', 'headbody', [{ start: 4, end: 8, before: 0 }], 4, ['headbody|']],
    ['is the beginning of a body', 'headbody', [{ start: 4, end: 8, before: 0 }], 2, ['headbo|dy']],
    ['counts what came of the body before', 'body', [{ start: 0, end: 4, before: 9 }], 10, ['b|ody']],
    ['is none of a body that is long enough already', 'body', [{ start: 0, end: 4, before: 10 }], 10, ['|body']],
    [
      'goes on behind a body that was cut',
      'body1head2body2head3',
      [
        { start: 0, end: 5, before: 0 },
        { start: 10, end: 15, before: 0 },
      ],
      1,
      ['b|ody1', 'head2b|ody2', 'head3|'],
    ],
    ['of nothing is nothing', '', [], 5, []],
  ])('%s', (_, text, bodies, max, pieces) => {
    expect(cut(text, bodies, max)).toEqual(pieces);
  });
});
