import { describe, expect, it } from 'vitest';
import type { Connection, TimelineRow } from '../../../proxy/core/timeline.ts';
import { linesOf, type PacketLine } from '../../../ui/state/lines.ts';
import { type LayoutOptions, layOutSequence, MARGIN, ROOM } from '../../../ui/state/sequence-layout.ts';
import { request, response, row } from '../kit.ts';

const packets = (rows: readonly TimelineRow[]) => linesOf(rows, 1).filter((line): line is PacketLine => line.kind !== 'connection');

function lay(rows: readonly TimelineRow[], change: Partial<LayoutOptions> = {}, connections: readonly Connection[] = []) {
  return layOutSequence(packets(rows), connections, { pxPerMs: 1, zoom: 1, spacing: 'strict', now: 0, ...change });
}

/** A request from `from` to `until`, and its answer. */
function exchanged(id: string, from: number, until: number, answered: number, change: Parameters<typeof row>[1] = {}) {
  return row(id, { request: request(from, { endedAt: until }), response: response(answered), ...change });
}

const connection = (id: string, openedAt: number, closedAt?: number): Connection => ({
  ...{ id, client: '10.0.0.5:1', openedAt },
  ...(closedAt !== undefined && { closedAt, closedBy: 'server', how: 'reset' }),
});

describe('the layout of a sequence', () => {
  it('is true to time: a body is as long as it took', () => {
    const { steps } = lay([exchanged('x1', 0, 200, 210), exchanged('x2', 220, 520, 530)]);
    expect(steps.map(({ line, top, bottom }) => [line.key, top - (steps[0]?.top ?? 0), bottom - top])).toEqual([
      ['x1-request', 0, 200],
      ['x1-answer', 210, 0],
      ['x2-request', 220, 300],
      ['x2-answer', 530, 0],
    ]);
  });

  it('compresses a silence, and says from when to when it was', () => {
    const { breaks, steps } = lay([exchanged('x1', 0, 10, 20), exchanged('x2', 60_020, 60_030, 60_040)]);
    expect(breaks.map(({ kind, from, until, after }) => [kind, from, until, after?.key])).toEqual([['silence', 20, 60_020, 'x1-answer']]);
    expect((steps[2]?.top ?? 0) - (steps[1]?.top ?? 0)).toBeLessThan(100);
  });

  it('tells waiting for an answer from silence', () => {
    expect(lay([exchanged('x1', 0, 10, 300_000)]).breaks.map(({ kind }) => kind)).toEqual(['wait']);
  });

  it('shortens a body that would go on for screens, and says so', () => {
    const { breaks, steps } = lay([exchanged('x1', 0, 3_600_000, 3_600_010)]);
    expect(breaks.map(({ kind }) => kind)).toEqual(['transfer']);
    expect(steps[0]?.bottom).toBeLessThan(1_000);
  });

  it('gives each line room for its words, and names the stretches that are longer than their time', () => {
    const { steps, runs } = lay([exchanged('x1', 0, 1, 2), exchanged('x2', 3, 4, 5)], { spacing: 'roomy' });
    const tops = steps.map(({ top }) => top);
    for (const [at, top] of tops.slice(1).entries()) expect(top - (tops[at] ?? 0)).toBeGreaterThanOrEqual(ROOM);
    // From each request to its end it is true, from there to the next line there is more room than a millisecond has.
    expect(runs.map(({ kind }) => kind)).toEqual(['true', 'stretched', 'true', 'stretched']);
    expect(lay([exchanged('x1', 0, 1, 2)]).runs.map(({ kind }) => kind)).toEqual(['true']);
  });

  it('keeps the order of what overlaps', () => {
    const { steps } = lay([exchanged('x1', 0, 100, 120), exchanged('x2', 50, 150, 160)], { spacing: 'roomy' });
    expect(steps.map(({ line }) => line.key)).toEqual(['x1-request', 'x2-request', 'x1-answer', 'x2-answer']);
    expect(steps.map(({ top }) => top)).toEqual([...steps.map(({ top }) => top)].sort((a, b) => a - b));
  });

  it('lets a body that is still on its way last until now', () => {
    const growing = row('x1', { request: { ...request(0), endedAt: undefined }, outcome: 'sending' });
    const [step] = lay([growing], { now: 300 }).steps;
    expect((step?.bottom ?? 0) - (step?.top ?? 0)).toBe(300);
  });

  it('stretches time as one zooms in, and shrinks the whole as one zooms out', () => {
    const rows = [exchanged('x1', 0, 200, 210)];
    const bar = (zoom: number) => lay(rows, { zoom }).steps.map(({ top, bottom }) => bottom - top)[0];
    expect([bar(1), bar(2), bar(0.1)]).toEqual([200, 400, 20]);
    const [whole, tenth] = [lay(rows).height - 2 * MARGIN, lay(rows, { zoom: 0.1 }).height - 2 * MARGIN];
    expect(tenth).toBeCloseTo(whole / 10);
  });

  it('draws one line for hundreds in the same place, but each that tells something', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => exchanged(`x${at}`, at, at, at));
    const refused = exchanged('x1000', 1_000, 1_000, 1_000, { response: response(1_000, 416) });
    const { steps } = lay([...many, refused], { zoom: 0.01 });
    expect(steps.filter(({ drawn }) => drawn).length).toBeLessThan(60);
    expect(steps.at(-1)?.drawn).toBe(true);
  });
});

describe('words in the sequence', () => {
  it('stand beside the lanes for requests and for answers, each with room of their own', () => {
    const { steps } = lay([exchanged('x1', 0, 100, 101), exchanged('x2', 102, 200, 201)]);
    expect(steps.map(({ labelled }) => labelled)).toEqual([true, true, true, true]);
  });

  it('stand between the lanes only where no other line is, or in a bar that holds them', () => {
    const { steps } = lay([exchanged('x1', 0, 100, 101), exchanged('x2', 102, 200, 201)]);
    expect(steps.map(({ worded }) => worded)).toEqual([true, false, true, false]);
  });
});

describe('the tracks of connections', () => {
  const rows = [exchanged('x1', 10, 20, 30), exchanged('x2', 40, 50, 60, { connection: 'c2' })];

  it('last from open to close, one column after the other', () => {
    const { tracks, height } = lay(rows, {}, [connection('c1', 0, 35), connection('c2', 38)]);
    expect(tracks.map(({ connection: { id }, column }) => [id, column])).toEqual([
      ['c1', 0],
      ['c2', 0],
    ]);
    expect(tracks[1]?.bottom).toBe(height);
    expect(tracks[0]?.bottom).toBeLessThan(tracks[1]?.top ?? 0);
  });

  it('stand side by side while both are open', () => {
    expect(lay(rows, {}, [connection('c1', 0), connection('c2', 38)]).tracks.map(({ column }) => column)).toEqual([0, 1]);
  });

  it('are those of the session, and no others', () => {
    expect(lay(rows, {}, [connection('c1', 0), connection('c9', 1)]).tracks.map(({ connection: { id } }) => id)).toEqual(['c1']);
  });
});
