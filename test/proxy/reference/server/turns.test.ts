import { describe, expect, it } from 'vitest';
import { Turns } from '../../../../proxy/reference/server/turns.ts';

const nothing = () => undefined;

describe('Turns', () => {
  it('runs one piece of work after the other', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const first = deferred();
    const one = turns.take(nothing, async () => {
      seen.push('one begins');
      await first.promise;
      seen.push('one ends');
    });
    const two = turns.take(nothing, async () => seen.push('two'));
    first.resolve();
    await Promise.all([one, two]);
    expect(seen).toEqual(['one begins', 'one ends', 'two']);
  });

  it('tells the one that runs to give up when another comes', async () => {
    const turns = new Turns();
    const gone = deferred();
    const one = turns.take(gone.resolve, () => gone.promise);
    await turns.take(nothing, async () => undefined);
    await one;
  });

  it('lets nobody give up who has ended', async () => {
    const turns = new Turns();
    let asked = 0;
    await turns.take(
      () => {
        asked += 1;
      },
      async () => undefined,
    );
    await turns.take(nothing, async () => undefined);
    expect(asked).toBe(0);
  });

  it('goes on after a failure, which only its own caller sees', async () => {
    const turns = new Turns();
    const failing = turns.take(nothing, () => Promise.reject(new Error('disk full')));
    await expect(turns.take(nothing, async () => 'next')).resolves.toBe('next');
    await expect(failing).rejects.toThrow('disk full');
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = nothing;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
