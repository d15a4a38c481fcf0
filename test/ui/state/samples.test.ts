import { describe, expect, it } from 'vitest';
import { Samples } from '../../../ui/state/samples.svelte.ts';

describe('the sample uploads', () => {
  it('run once at a time', async () => {
    let done = () => {};
    let sent = 0;
    const samples = new Samples(() => {
      sent += 1;
      return new Promise((resolve) => {
        done = resolve;
      });
    });
    const running = samples.run();
    await samples.run();
    expect([samples.state, sent]).toEqual(['running', 1]);
    done();
    await running;
    expect(samples.state).toBe('idle');
  });

  it('say why they were not sent, and can be tried again', async () => {
    let works = false;
    const samples = new Samples(async () => {
      if (!works) throw new Error('The reference server is not running.');
    });
    await samples.run();
    expect([samples.state, samples.reason]).toEqual(['failed', 'The reference server is not running.']);
    works = true;
    await samples.run();
    expect(samples.state).toBe('idle');
  });
});
