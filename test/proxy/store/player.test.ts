import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlayOverview, PlayState } from '../../../proxy/core/play.ts';
import { Timeline } from '../../../proxy/core/timeline.ts';
import { CaptureStore } from '../../../proxy/store/capture-store.ts';
import { loadRecording } from '../../../proxy/store/load-recording.ts';
import { Player } from '../../../proxy/store/player.ts';
import { pcapng } from '../../kit/capture-file.ts';
import { allSamples } from '../../kit/samples.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';

/** Shows everything in a timeline, and lets a test wait for a moment of the player. */
class Theatre {
  timeline = new Timeline();
  runs = 0;
  readonly messages: string[] = [];
  overview: PlayOverview | undefined;
  #waiting: (() => void)[] = [];
  #state: PlayState | undefined;

  readonly stage = {
    restart: () => {
      this.timeline = new Timeline();
      this.runs += 1;
    },
    show: (events: readonly Parameters<Timeline['apply']>[0][]) => {
      for (const event of events) this.timeline.apply(event);
    },
    mark: () => {},
    tell: (state: PlayState, overview: PlayOverview | undefined) => {
      this.#state = state;
      this.overview = overview;
      for (const wake of this.#waiting.splice(0)) wake();
    },
    refuse: (message: string) => void this.messages.push(message),
    fail: (message: string) => void this.messages.push(message),
  };

  async until(fits: (state: PlayState) => boolean): Promise<PlayState> {
    for (;;) {
      if (this.#state && fits(this.#state)) return this.#state;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  get types(): string[] {
    return [...this.timeline.rows.values()].map(({ request }) => request?.type ?? '?');
  }
}

const isResting = ({ mode, seeking }: PlayState) => mode === 'paused' && seeking === undefined;

let folder = '';
let file = '';
let store: CaptureStore;
let player: Player;
let theatre: Theatre;

async function open(sample: string): Promise<PlayOverview> {
  const events = allSamples().find(({ name }) => name === sample)?.events ?? [];
  await writeFile(file, pcapng(packetsOf(events), 101));
  player = new Player([file], store);
  player.start(theatre.stage);
  await theatre.until(isResting);
  if (!player.overview) throw new Error('it was not read');
  return player.overview;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitstap-test-'));
  file = join(folder, 'sample.pcapng');
  store = new CaptureStore();
  theatre = new Theatre();
});
afterEach(async () => {
  await player.close();
  await store.close();
  await rm(folder, { recursive: true });
});

describe('a recording', () => {
  it('is shown to its end at first, and its moments are known then', async () => {
    const { from, to, packets } = await open('clean-upload');
    const loaded = await loadRecording([file]);
    expect(theatre.timeline.rows).toEqual(loaded.timeline.rows);
    expect(theatre.timeline.sessions).toEqual(loaded.timeline.sessions);
    expect(packets).toBe(2 * theatre.timeline.rows.size);
    expect(player.state).toMatchObject({ mode: 'paused', at: to });
    expect(from).toBeLessThan(to);
    await loaded.close();
  });

  it('is shown as it was at the moment that is gone to', async () => {
    const { from, to } = await open('clean-upload');
    expect(theatre.types.slice(0, 2)).toEqual(['ping', 'create-session']);
    player.do({ do: 'seek', at: from });
    await theatre.until(({ at, seeking }) => at === from && seeking === undefined);
    expect(theatre.types.length).toBeLessThan(2);
    player.do({ do: 'seek', at: to + 5_000 });
    await theatre.until(({ at }) => at === to);
    const loaded = await loadRecording([file]);
    expect(theatre.timeline.rows).toEqual(loaded.timeline.rows);
    expect(theatre.runs).toBe(2);
    await loaded.close();
  });

  it('is gone through packet by packet, both ways', async () => {
    const { packets } = await open('clean-upload');
    const moments = new Set<number>();
    const step = async (direction: 'next' | 'previous') => {
      const before = player.state.at;
      player.do({ do: 'step', to: 'packet', direction });
      if (player.state.seeking === undefined) return before;
      return (await theatre.until(({ at, seeking }) => seeking === undefined && at !== before)).at;
    };
    for (let at = player.state.at; !moments.has(at); at = await step('previous')) moments.add(at);
    const [first] = [...moments].reverse();
    expect(moments.size).toBeGreaterThan(packets / 2);
    expect(player.state.at).toBe(first);
    const again = new Set<number>();
    for (let at = player.state.at; !again.has(at); at = await step('next')) again.add(at);
    expect([...again].every((at) => moments.has(at))).toBe(true);
  });

  it('leads to its findings', async () => {
    const { findings, marks } = await open('premature-close');
    expect(findings).toBeGreaterThan(0);
    expect(marks.reduce((sum, mark) => sum + mark.findings, 0)).toBe(findings);
    expect(marks.map(({ severity }) => severity)).toContain('error');
    player.do({ do: 'seek', at: 0 });
    await theatre.until(({ at, seeking }) => at === player.overview?.from && seeking === undefined);
    player.do({ do: 'step', to: 'finding', direction: 'next' });
    await theatre.until(({ at, seeking }) => at === marks[0]?.at && seeking === undefined);
    expect([...theatre.timeline.rows.values()].some(({ findings: found }) => found.length > 0)).toBe(true);
  });

  it('is played from its beginning again, to the same end', async () => {
    const { to } = await open('clean-upload');
    player.do({ do: 'speed', speed: 0 });
    player.do({ do: 'play' });
    await theatre.until(({ mode }) => mode === 'playing');
    await theatre.until(({ mode, at }) => mode === 'paused' && at === to);
    const loaded = await loadRecording([file]);
    expect(theatre.runs).toBe(2);
    expect(theatre.timeline.rows).toEqual(loaded.timeline.rows);
    await loaded.close();
  });

  it('stands still when it is paused, and goes on from there', async () => {
    const { from, to } = await open('clean-upload');
    player.do({ do: 'speed', speed: 0.1 });
    player.do({ do: 'play' });
    await theatre.until(({ mode, seeking }) => mode === 'playing' && seeking === undefined);
    player.do({ do: 'pause' });
    const { at } = await theatre.until(isResting);
    expect(at).toBeGreaterThanOrEqual(from);
    expect(at).toBeLessThan(to);
    player.do({ do: 'speed', speed: 0 });
    player.do({ do: 'play' });
    await theatre.until(({ mode, at: now }) => mode === 'paused' && now === to);
    expect(theatre.runs).toBe(2);
  });
});

describe('a file', () => {
  it('that is no capture is shown empty, and why', async () => {
    await writeFile(file, 'nothing of the kind');
    player = new Player([file], store);
    player.start(theatre.stage);
    await theatre.until(isResting);
    expect(theatre.messages).toMatchObject([expect.stringMatching(/This is no capture/)]);
    expect(player.do({ do: 'play' })).toBe('done');
  });

  it('that is gone is said, and the player goes on', async () => {
    await open('clean-upload');
    await rm(file);
    player.do({ do: 'seek', at: 0 });
    await expect.poll(() => theatre.messages).toMatchObject([expect.stringMatching(/can't be read/)]);
  });
});
