import { describe, expect, it } from 'vitest';
import { type BodyPart, type BodySource, BodyWindow, readMissing, WINDOW } from '../../../ui/state/body-window.svelte.ts';

const LENGTH = 10 * 1024 ** 3;

interface Asked {
  readonly start: number;
  readonly end: number;
  readonly signal: AbortSignal;
  answer(part: BodyPart | undefined): void;
  fail(reason: string): void;
}

/** A dashboard that answers when the test says so. */
class FakeSource implements BodySource {
  readonly asked: Asked[] = [];

  read(_exchange: string, _of: string, start: number, end: number, signal: AbortSignal): Promise<BodyPart | undefined> {
    return new Promise((resolve, reject) => {
      this.asked.push({ start, end, signal, answer: resolve, fail: (reason) => reject(new Error(reason)) });
    });
  }

  address(exchange: string, of: string): string {
    return `/${exchange}/${of}`;
  }
}

function looking(length = LENGTH) {
  const source = new FakeSource();
  return { source, body: new BodyWindow(source, 'x1', 'request', length) };
}

const part = (fill: number, missing: BodyPart['missing'] = []): BodyPart => ({ bytes: new Uint8Array(WINDOW).fill(fill), missing });
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a window on a body', () => {
  it('asks for what is looked at, and never for more', () => {
    const { source, body } = looking();
    body.look(5 * WINDOW + 10, 5 * WINDOW + 600);
    expect(source.asked.map(({ start, end }) => [start, end])).toEqual([[5 * WINDOW, 6 * WINDOW]]);
    expect(body.stateAt(5 * WINDOW)).toBe('loading');
  });

  it('does not ask twice, and ends where the body ends', () => {
    const { source, body } = looking(WINDOW + 5);
    body.look(0, 2 * WINDOW);
    body.look(0, 2 * WINDOW);
    expect(source.asked.map(({ start, end }) => [start, end])).toEqual([
      [0, WINDOW],
      [WINDOW, WINDOW + 5],
    ]);
  });

  it('has the bytes once they came', async () => {
    const { source, body } = looking();
    body.look(0, 16);
    expect(body.byteAt(3)).toBeUndefined();
    source.asked[0]?.answer(part(7));
    await settled();
    expect([body.byteAt(3), body.stateAt(3), [...body.slice(0, 3)]]).toEqual([7, 'here', [7, 7, 7]]);
  });

  it('says that some of it was not recorded, and when nothing was', async () => {
    const { source, body } = looking();
    body.look(0, 16);
    source.asked[0]?.answer(part(1, readMissing('4-6')));
    await settled();
    expect([body.hasMissing, [3, 4, 5, 6].map((at) => body.byteAt(at))]).toEqual([true, [1, undefined, undefined, 1]]);
    const nothing = looking();
    nothing.body.look(0, 16);
    nothing.source.asked[0]?.answer(undefined);
    await settled();
    nothing.body.look(WINDOW, WINDOW + 1);
    expect([nothing.body.stateAt(0), nothing.source.asked.length]).toEqual(['unrecorded', 1]);
  });

  it('says why it could not be had, and tries again when told to', async () => {
    const { source, body } = looking();
    body.look(0, 16);
    source.asked[0]?.fail('the recording is gone');
    await settled();
    expect([body.stateAt(0), body.failure]).toEqual(['failed', 'the recording is gone']);
    body.retry();
    source.asked[1]?.answer(part(1));
    await settled();
    expect([body.stateAt(0), body.failure]).toEqual(['here', undefined]);
  });

  it('gives up what a fast reader has passed over', () => {
    const { source, body } = looking();
    for (let at = 0; at < 100; at += 1) body.look(at * WINDOW, at * WINDOW + 1);
    expect(source.asked.filter(({ signal }) => !signal.aborted).length).toBeLessThanOrEqual(4);
    expect(source.asked.at(-1)?.signal.aborted).toBe(false);
  });

  it('keeps no more than a megabyte of it', async () => {
    const { source, body } = looking();
    for (let at = 0; at < 40; at += 1) {
      body.look(at * WINDOW, at * WINDOW + 1);
      source.asked.at(-1)?.answer(part(at));
      await settled();
    }
    expect(body.byteAt(0)).toBeUndefined();
    expect(body.byteAt(39 * WINDOW)).toBe(39);
  });

  it('asks for nothing more once it is closed', () => {
    const { source, body } = looking();
    body.look(0, 16);
    body.close();
    expect(source.asked[0]?.signal.aborted).toBe(true);
  });

  it('reads what is missing from the header, and nothing from what is none', () => {
    expect(readMissing('0-10,65536-131072')).toEqual([
      { start: 0, end: 10 },
      { start: 65_536, end: 131_072 },
    ]);
    expect([readMissing(null), readMissing('x-y'), readMissing('5-5')]).toEqual([[], [], []]);
  });
});
