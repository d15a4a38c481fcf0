import { describe, expect, it } from 'vitest';
import { linesOf, type PacketLine } from '../../../ui/state/lines.ts';
import { naturalScale, nearestStep, Sequence, stepsIn } from '../../../ui/state/sequence.svelte.ts';
import { request, response, row } from '../kit.ts';

/** Fragments of a second each, an Ack 20 ms after each. */
const lines = linesOf(
  Array.from({ length: 50 }, (_, at) =>
    row(`x${at}`, { request: request(at * 1_100, { endedAt: at * 1_100 + 1_000 }), response: response(at * 1_100 + 1_020) }),
  ),
  1,
).filter((line): line is PacketLine => line.kind !== 'connection');

const sequence = () => new Sequence(() => ({ lines, connections: [], now: 0 }));

describe('a sequence', () => {
  it('draws the usual body at a height that holds words', () => {
    expect(1_000 * naturalScale(lines, 0)).toBeCloseTo(44);
    expect(naturalScale([], 0)).toBe(1);
  });

  it('leaves room for usual answers too, where these take longer than bodies', () => {
    const slow = linesOf([row('x1', { request: request(0, { endedAt: 1 }), response: response(36) })], 1).filter(
      (line): line is PacketLine => line.kind !== 'connection',
    );
    expect(36 * naturalScale(slow, 0)).toBeCloseTo(48);
  });

  it('fits into the height that there is, and goes back', () => {
    const looked = sequence();
    const whole = looked.layout.height;
    looked.fit(400);
    expect(looked.layout.height).toBeCloseTo(400);
    looked.zoomBack();
    expect(looked.layout.height).toBe(whole);
  });

  it('zooms in and out, and never beyond what a page can hold', () => {
    const looked = sequence();
    looked.zoomIn();
    expect(looked.zoom).toBeGreaterThan(1);
    for (let times = 0; times < 100; times += 1) looked.zoomIn();
    expect(looked.layout.height).toBeLessThan(10_000_000);
    for (let times = 0; times < 200; times += 1) looked.zoomOut();
    expect(looked.layout.height).toBeGreaterThan(0);
  });

  it('knows what is in sight, and the chosen one wherever it is', () => {
    const { steps } = sequence().layout;
    const seen = stepsIn(steps, 0, 120, 'x49-request').map(({ line }) => line.key);
    expect(seen[0]).toBe('x0-request');
    expect(seen.at(-1)).toBe('x49-request');
    expect(seen.length).toBeLessThan(10);
  });

  it('finds what is nearest to a place', () => {
    const { steps } = sequence().layout;
    expect(nearestStep(steps, (steps[7]?.top ?? 0) + 1)?.line.key).toBe(steps[7]?.line.key);
    expect(nearestStep([], 5)).toBeUndefined();
  });
});
