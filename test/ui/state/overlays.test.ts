import { expect, it } from 'vitest';
import { Overlays } from '../../../ui/state/overlays.svelte.ts';

it('is closed by what says that it is closed, and by no other that says so late', () => {
  const overlays = new Overlays();
  overlays.show('help');
  overlays.show('palette');
  overlays.close('help');
  expect(overlays.open).toBe('palette');
  overlays.close('palette');
  expect(overlays.open).toBeUndefined();
});

it('is closed whatever it is, where that is asked for', () => {
  const overlays = new Overlays();
  overlays.show('marks');
  overlays.close();
  expect(overlays.open).toBeUndefined();
});
