import { describe, expect, it } from 'vitest';
import { Announcer } from '../../../ui/state/announcer.svelte.ts';
import { FakeClock, sessionView } from '../kit.ts';

const withErrors = (id: string, error: number) => sessionView(id, { fileName: `${id}.bin`, findings: { error, warning: 0, note: 0 } });

describe('the announcer', () => {
  it('tells of the first error at once', () => {
    const announcer = new Announcer(new FakeClock());
    announcer.note([withErrors('s1', 2)], []);
    expect(announcer.latest).toEqual({ errors: 2, fileName: 's1.bin', sessions: 1 });
  });

  it('gathers what comes within five seconds into one announcement', () => {
    const clock = new FakeClock();
    const announcer = new Announcer(clock);
    announcer.note([withErrors('s1', 1)], []);
    announcer.note([withErrors('s2', 1)], []);
    announcer.note([withErrors('s2', 3), withErrors('s3', 1)], []);
    expect(announcer.latest?.fileName).toBe('s1.bin');
    clock.pass(5_000);
    expect(announcer.latest).toEqual({ errors: 4, fileName: 's3.bin', sessions: 2 });
  });

  it('says nothing of sessions that change without a new error', () => {
    const announcer = new Announcer(new FakeClock());
    announcer.learn([withErrors('s1', 2)]);
    announcer.note([withErrors('s1', 2)], []);
    expect(announcer.latest).toBeUndefined();
  });
});
