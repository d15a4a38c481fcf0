import { describe, expect, it } from 'vitest';
import type { PlayCommand, PlayOverview, PlayState } from '../../../proxy/core/play.ts';
import { Opening } from '../../../ui/state/opening.svelte.ts';
import { Playback } from '../../../ui/state/playback.svelte.ts';

const OVERVIEW: PlayOverview = {
  from: 1_000,
  to: 2_000,
  packets: 8,
  findings: 2,
  marks: [
    { at: 1_250, severity: 'note', findings: 1 },
    { at: 2_000, severity: 'error', findings: 1 },
  ],
};
const at = (moment: number, change: Partial<PlayState> = {}): PlayState => ({ mode: 'paused', at: moment, speed: 1, ...change });

function playback() {
  const sent: PlayCommand[] = [];
  const one = new Playback(async (command) => void sent.push(command));
  return { one, sent };
}

describe('the player', () => {
  it('is not there for live traffic', () => {
    const { one } = playback();
    expect([one.state, one.overview, one.isPlaying, one.progress]).toEqual([undefined, undefined, false, 0]);
  });

  it('knows how much of a file was read', () => {
    const { one } = playback();
    one.take({ type: 'play', state: at(0, { mode: 'reading', read: { file: 'a', bytes: 25, total: 100 } }) });
    expect(one.readSoFar).toBe(0.25);
    one.take({ type: 'play', state: at(0, { mode: 'reading', read: { file: '-', bytes: 25 } }) });
    expect(one.readSoFar).toBeUndefined();
  });

  it('has its moment and its findings at their places', () => {
    const { one } = playback();
    one.take({ type: 'play', state: at(2_000), overview: OVERVIEW });
    one.take({ type: 'play', state: at(1_500) });
    expect(one.progress).toBe(0.5);
    expect(one.marks.map(({ place }) => place)).toEqual([0.25, 1]);
  });

  it('is at the place that it goes to', () => {
    const { one } = playback();
    one.take({ type: 'play', state: at(2_000, { seeking: 1_100 }), overview: OVERVIEW });
    expect(one.progress).toBeCloseTo(0.1);
  });

  it('is told what to do', async () => {
    const { one, sent } = playback();
    one.take({ type: 'play', state: at(2_000), overview: OVERVIEW });
    await one.toggle();
    one.take({ type: 'play', state: at(1_000, { mode: 'playing' }) });
    await one.toggle();
    await one.seek(0.25);
    await one.setSpeed(10);
    expect(sent).toEqual([{ do: 'play' }, { do: 'pause' }, { do: 'seek', at: 1_250 }, { do: 'speed', speed: 10 }]);
  });

  it('says why it did not, until it does', async () => {
    let works = false;
    const one = new Playback(async () => {
      if (!works) throw new Error('The recording is still being read.');
    });
    await one.toggle();
    expect(one.problem).toBe('The recording is still being read.');
    works = true;
    await one.toggle();
    expect(one.problem).toBe('');
  });
});

describe('a recording that the page sends', () => {
  it('is shown at the address that comes back', async () => {
    const opening = new Opening(async ({ name }) => `http://127.0.0.1:1/?token=${name}`);
    await opening.open(new File(['x'], 'a.pcapng'));
    expect([opening.state, opening.name, opening.url]).toEqual(['opened', 'a.pcapng', 'http://127.0.0.1:1/?token=a.pcapng']);
    opening.dismiss();
    expect(opening.state).toBe('idle');
  });

  it('is not opened for a reason that is told', async () => {
    const opening = new Opening(async () => {
      throw new Error('The file has more than 10 bytes.');
    });
    await opening.open(new File(['x'], 'a.pcapng'));
    expect([opening.state, opening.reason]).toEqual(['failed', 'The file has more than 10 bytes.']);
  });
});
