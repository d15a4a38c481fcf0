import { describe, expect, it } from 'vitest';
import type { FindHit, FindNews, FindQuestion } from '../../../proxy/core/find/find-news.ts';
import { Finder } from '../../../ui/state/finder.svelte.ts';
import { Selection } from '../../../ui/state/selection.svelte.ts';

interface Asked {
  readonly question: FindQuestion;
  readonly signal: AbortSignal;
  tell(...news: FindNews[]): void;
  hangUp(error?: Error): void;
}

/** What is told when the test says so. */
function started(hash = '') {
  const asked: Asked[] = [];
  const selection = new Selection({ read: () => hash, write: () => {} });
  async function* ask(question: FindQuestion, signal: AbortSignal): AsyncGenerator<FindNews> {
    const told: (FindNews | Error | 'end')[] = [];
    let wake = () => {};
    const put = (...news: readonly (FindNews | Error | 'end')[]) => {
      told.push(...news);
      wake();
    };
    asked.push({ question, signal, tell: put, hangUp: (error) => put(error ?? 'end') });
    for (;;) {
      const next = told.shift();
      if (next === 'end') return;
      if (next instanceof Error) throw next;
      if (next) yield next;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  const finder = new Finder({ ask, selection, filter: () => 'state:lost' });
  return { asked, finder, selection };
}

function hit(exchange: string, session: string | undefined, change: Partial<FindHit> = {}): FindHit {
  return {
    ...{ exchange, ...(session !== undefined && { session }), startedAt: 0, packet: 'Fragment', of: 'request', part: 'body' },
    ...{ at: 20, length: 4, encoding: 'utf-8', before: '', hit: 'word', after: '' },
    ...change,
  };
}

const end = (change: object = {}): FindNews => ({
  ...{ type: 'end', exchanges: 3, total: 3, bytes: 90, notKept: 0, missingBodies: 0, missingBytes: 0 },
  ...change,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A search for a word that has begun. */
async function searching(hash = '') {
  const all = started(hash);
  all.finder.text = 'word';
  all.finder.search();
  await settled();
  const [asked] = all.asked;
  if (!asked) throw new Error('nothing is asked');
  return { ...all, first: asked };
}

describe('a search of the page', () => {
  it('asks for what is typed and chosen', async () => {
    const { finder, asked } = started('session=s3');
    Object.assign(finder, { text: '50 4b', as: 'hex', places: 'bodies', scope: 'session' });
    finder.search();
    Object.assign(finder, { text: 'Word', as: 'text', places: 'heads', scope: 'shown', letterCase: 'exact' });
    finder.search();
    await settled();
    expect(asked.map(({ question }) => question)).toEqual([
      { text: '50 4b', as: 'hex', letterCase: 'any', heads: false, bodies: true, filter: '', session: 's3' },
      { text: 'Word', as: 'text', letterCase: 'exact', heads: true, bodies: false, filter: 'state:lost' },
    ]);
  });

  it('shows what is found as it comes, below its session', async () => {
    const { finder, first } = await searching();
    first.tell({ type: 'hits', hits: [hit('x1', 's1'), hit('x2', 's1')] }, { type: 'progress', exchanges: 2, total: 3, bytes: 60 });
    await settled();
    expect(finder.state).toBe('searching');
    expect(finder.progress).toMatchObject({ exchanges: 2, total: 3 });
    first.tell({ type: 'hits', hits: [hit('x3', undefined)] }, end());
    await settled();
    expect(finder.state).toBe('done');
    expect(finder.lines.map((line) => (line.kind === 'session' ? [line.session, line.hits] : line.hit.exchange))).toEqual([
      ['s1', 2],
      'x1',
      'x2',
      ['other', 1],
      'x3',
    ]);
    expect(finder.summary).toMatchObject({ exchanges: 3 });
  });

  it('can be cancelled, and keeps what was found until then', async () => {
    const { finder, first } = await searching();
    first.tell({ type: 'hits', hits: [hit('x1', 's1')] });
    await settled();
    finder.cancel();
    expect(first.signal.aborted).toBe(true);
    first.tell({ type: 'hits', hits: [hit('x2', 's1')] }, end());
    await settled();
    expect(finder.state).toBe('cancelled');
    expect(finder.hits).toHaveLength(1);
  });

  it('gives up the one before when another begins', async () => {
    const { finder, asked, first } = await searching();
    finder.text = 'other';
    finder.search();
    await settled();
    expect(first.signal.aborted).toBe(true);
    first.hangUp(new Error('aborted'));
    asked[1]?.tell(end());
    await settled();
    expect(finder.state).toBe('done');
  });

  it('says why it failed, also where the dashboard went away without a word', async () => {
    const { finder, first, asked } = await searching();
    first.hangUp(new Error('The filter has a mistake.'));
    await settled();
    expect([finder.state, finder.reason]).toEqual(['failed', 'The filter has a mistake.']);
    finder.search();
    await settled();
    asked[1]?.hangUp();
    await settled();
    expect([finder.state, finder.reason]).toEqual(['failed', 'bitstap ended before the search did.']);
  });

  it('says what is wrong with bytes, and does not ask for them', async () => {
    const { finder, asked } = started();
    expect(finder.mistake).toBeUndefined();
    Object.assign(finder, { text: '5x', as: 'hex' });
    finder.search();
    await settled();
    expect(finder.mistake).toMatchObject({ at: 1, length: 1 });
    expect(asked).toEqual([]);
  });

  it('opens the packet of a hit, and tells its place to who shows that side of it', async () => {
    const { finder, first, selection } = await searching();
    first.tell({ type: 'hits', hits: [hit('x7', 's2', { of: 'response' })] }, end());
    await settled();
    const [, line] = finder.lines;
    if (!line) throw new Error('there is no line');
    finder.open(line);
    expect([selection.session, selection.exchange]).toEqual(['s2', 'x7']);
    expect(finder.chosen).toBe(line.key);
    expect(finder.placeIn('x7', 'response')).toMatchObject({ part: 'body', from: 20, until: 24 });
    expect(finder.placeIn('x7', 'request')).toBeUndefined();
    expect(finder.placeIn('x8', 'response')).toBeUndefined();
  });

  it('does not choose or open the name of a session', async () => {
    const { finder, first, selection } = await searching();
    first.tell({ type: 'hits', hits: [hit('x7', 's2')] }, end());
    await settled();
    const [line] = finder.lines;
    if (!line) throw new Error('there is no line');
    finder.choose(line);
    finder.open(line);
    expect([finder.chosen, selection.session]).toEqual([undefined, undefined]);
  });

  it('ends when its panel is closed, which forgets the place but not what was found', async () => {
    const { finder, first } = await searching();
    finder.show();
    first.tell({ type: 'hits', hits: [hit('x7', 's2')] });
    await settled();
    const [, line] = finder.lines;
    if (line) finder.open(line);
    finder.close();
    expect([finder.isOpen, finder.state, finder.place]).toEqual([false, 'cancelled', undefined]);
    expect(finder.hits).toHaveLength(1);
  });

  it('is not for a session when it is opened and none is chosen any more', () => {
    const { finder, selection } = started('session=s1');
    finder.scope = 'session';
    finder.show();
    expect(finder.scope).toBe('session');
    finder.close();
    selection.clear();
    finder.show();
    expect([finder.scope, finder.openings]).toEqual(['all', 2]);
  });
});
