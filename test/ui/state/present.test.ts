import { expect, it } from 'vitest';
import { Present } from '../../../ui/state/present.svelte.ts';
import { FakeClock } from '../kit.ts';

it('the present is the time of the clock', () => {
  const clock = new FakeClock();
  const present = new Present(clock);
  const before = present.now;
  clock.pass(1_500);
  expect(present.now - before).toBe(1_500);
});
