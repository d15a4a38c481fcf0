import { describe, expect, it } from 'vitest';
import { LineChoice } from '../../../ui/state/line-choice.svelte.ts';
import { linesOf } from '../../../ui/state/lines.ts';
import { Selection } from '../../../ui/state/selection.svelte.ts';
import { request, response, row } from '../kit.ts';

const lines = linesOf(
  [row('x1', { request: request(1), response: response(2) }), row('x2', { request: request(3), outcome: 'waiting' })],
  1,
);

function choosing(exchange?: string) {
  const selection = new Selection({ read: () => `session=s1${exchange ? `&packet=${exchange}` : ''}`, write: () => {} });
  const choice = new LineChoice({
    lines: () => lines,
    exchange: () => selection.exchange,
    choose: (chosen, side) => selection.choosePacket(chosen, side),
    side: () => selection.side,
  });
  return { choice, selection };
}

const answer = lines.find(({ key }) => key === 'x1-answer');

describe('the chosen line', () => {
  it('is the answer where the answer was chosen', () => {
    const { choice } = choosing();
    if (answer) choice.choose(answer, 'sequence');
    expect(choice.key).toBe('x1-answer');
    expect([choice.wasMadeIn('sequence'), choice.wasMadeIn('packets')]).toEqual([true, false]);
  });

  it('is the request of what was chosen elsewhere', () => {
    const { choice, selection } = choosing();
    if (answer) choice.choose(answer, 'sequence');
    selection.choosePacket('x2');
    expect([choice.key, choice.wasMadeIn('sequence')]).toEqual(['x2-request', false]);
  });

  it('is none while nothing is chosen, or what was chosen is not there', () => {
    expect(['x1', undefined, 'x9'].map((exchange) => choosing(exchange).choice.key)).toEqual(['x1-request', undefined, undefined]);
  });
});
