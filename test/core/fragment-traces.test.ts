import { describe, expect, it } from 'vitest';
import { bytesAgain, FragmentTraces, fragmentTraces, tracesOver } from '../../proxy/core/fragment-traces.ts';
import { Timeline } from '../../proxy/core/timeline.ts';
import { analyse } from '../kit/samples.ts';
import { Talk } from '../kit/talk.ts';

function traced(talk: Talk) {
  const timeline = new Timeline();
  for (const event of analyse(talk.events)) timeline.apply(event);
  return fragmentTraces([...timeline.rows.values()]);
}

describe('the trace of a Fragment', () => {
  it('says where the server stood before it and after its Ack', () => {
    const traces = traced(new Talk().begin().stored('0-99/300').stored('100-199/300'));
    expect(traces.map(({ exchange, before, after, outcome, status }) => [exchange, before, after, outcome, status])).toEqual([
      ['x2', 0n, 100n, 'accepted', 200],
      ['x3', 100n, 200n, 'accepted', 200],
    ]);
  });

  it('has only what came of a body that was cut off', () => {
    const [, cut] = traced(new Talk().begin().stored('0-99/300').fragment('100-199/300', { came: 60 }).cut('server'));
    expect(cut).toMatchObject({ outcome: 'unanswered', came: { first: 100n, last: 159n }, after: 100n });
    expect(cut).not.toHaveProperty('asked');
  });

  it('knows what had been sent before', () => {
    const talk = new Talk().begin().stored('0-99/300').fragment('50-149/300').answer(416, { next: 100 });
    const [, again] = traced(talk);
    expect(again).toMatchObject({ outcome: 'refused', status: 416, asked: 100n, again: [{ first: 50n, last: 99n }] });
    expect(again && bytesAgain(again)).toBe(50n);
  });

  it('knows the hole before it, also one that the server made by going back', () => {
    const [, far] = traced(new Talk().begin().stored('0-99/300').fragment('150-199/300').answer(416, { next: 100 }));
    expect(far?.gap).toEqual({ first: 100n, last: 149n });
    const back = traced(new Talk().begin().stored('0-99/300').fragment('100-199/300').answer(200, { next: 50 }).fragment('200-299/300'));
    expect(back.at(-1)).toMatchObject({ before: 50n, outcome: 'waiting' });
    expect(back.at(-1)).not.toHaveProperty('gap');
  });

  it('is found by the bytes that it carried', () => {
    const traces = traced(new Talk().begin().stored('0-99/300').fragment('50-149/300'));
    expect(tracesOver(traces, { first: 60n, last: 60n }).map(({ exchange }) => exchange)).toEqual(['x2', 'x3']);
    expect(tracesOver(traces, { first: 0n, last: 10n }).map(({ exchange }) => exchange)).toEqual(['x2']);
  });

  it('is the same for rows that grow, and remembers what was let go', () => {
    const talk = new Talk().begin().stored('0-99/300').stored('100-199/300').fragment('150-249/300').answer(416, { next: 200 });
    const timeline = new Timeline();
    const growing = new FragmentTraces();
    for (const event of analyse(talk.events)) {
      timeline.apply(event);
      expect(growing.take([...timeline.rows.values()])).toEqual(fragmentTraces([...timeline.rows.values()]));
    }
    const [latest] = growing.take([...timeline.rows.values()].slice(-1));
    expect(latest).toMatchObject({ again: [{ first: 150n, last: 199n }], before: 200n });
  });
});
