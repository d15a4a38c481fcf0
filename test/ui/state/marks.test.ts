import { describe, expect, it } from 'vitest';
import type { FeedMessage } from '../../../proxy/core/feed.ts';
import { type Mark, type MarkKeeping, type MarkTarget, placeId } from '../../../proxy/core/mark.ts';
import { Marks, targetOf } from '../../../ui/state/marks.svelte.ts';
import { packetPlace, sessionPlace } from '../../kit/marks.ts';

const KEPT: MarkKeeping = { kind: 'recording', file: 'a.pcapng' };

function onSession(session: string, comment = '', at = 10): Mark {
  const place = sessionPlace({ at });
  return { id: placeId(place), place, at, comment, session };
}

function onPacket(exchange: string, comment = '', at = 20): Mark {
  const place = packetPlace({ at });
  return { id: placeId(place), place, at, comment, session: 's1', exchange };
}

function told(changed: readonly Mark[], change: Partial<Extract<FeedMessage, { type: 'marks' }>> = {}) {
  return { type: 'marks', isFirst: false, changed, removed: [], keeping: KEPT, ...change } as const;
}

/** Marks with what they sent; `refuse`: why nothing is taken. */
function opened(refuse?: string) {
  const sent: unknown[] = [];
  const marks = new Marks(async (target, wanted) => {
    sent.push([target, wanted]);
    if (refuse) throw new Error(refuse);
  });
  return { marks, sent };
}

const PACKET: MarkTarget = { exchange: 'x3', side: 'request' };

describe('marks of the page', () => {
  it('are those that the dashboard tells, on what they are on', () => {
    const { marks } = opened();
    marks.take(told([onSession('s1', 'all of it'), onPacket('x3')], { isFirst: true }));
    expect([marks.onSession('s1')?.comment, marks.onPacket('x3', 'request')?.comment]).toEqual(['all of it', '']);
    expect([marks.onPacket('x3', 'answer'), marks.onSession('s2')]).toEqual([undefined, undefined]);
    expect(marks.packetsOf.get('s1')).toBe(1);
    marks.take(told([onPacket('x3', 'why?')]));
    marks.take(told([], { removed: [onSession('s1').id] }));
    expect(marks.all.map(({ comment }) => comment)).toEqual(['why?']);
    expect(marks.onSession('s1')).toBeUndefined();
  });

  it('are only those that are told when the page comes back', () => {
    const { marks } = opened();
    marks.take(told([onSession('s1'), onPacket('x3')], { isFirst: true }));
    marks.take(told([onPacket('x3')], { isFirst: true }));
    expect([marks.all.length, marks.onSession('s1')]).toEqual([1, undefined]);
  });

  it('are in the order of the traffic', () => {
    const { marks } = opened();
    marks.take(told([onPacket('x9', '', 90), onPacket('x2', '', 20), onSession('s1', '', 10)]));
    expect(marks.all.map(({ exchange }) => exchange)).toEqual([undefined, 'x2', 'x9']);
  });

  it('are set and taken away by the same key; one with a comment is opened, so that no key loses it', async () => {
    const { marks, sent } = opened();
    await marks.toggle(PACKET);
    marks.take(told([onPacket('x3')]));
    await marks.toggle(PACKET);
    expect(sent).toEqual([
      [PACKET, { comment: '' }],
      [PACKET, 'removed'],
    ]);
    marks.take(told([onPacket('x3', 'words')]));
    await marks.toggle(PACKET);
    expect([sent.length, marks.edited]).toEqual([2, PACKET]);
  });

  it('lead from one to the next and round, past those on what is not shown', () => {
    const { marks } = opened();
    const place = packetPlace({ at: 40 });
    marks.take(told([onSession('s1'), onPacket('x3'), { id: placeId(place), place, at: 1, comment: '' }]));
    const next = (from: MarkTarget | undefined, by: 1 | -1) => marks.next(from, by)?.id;
    expect(next(undefined, 1)).toBe(onSession('s1').id);
    expect(next(undefined, -1)).toBe(onPacket('x3').id);
    expect(next({ session: 's1' }, 1)).toBe(onPacket('x3').id);
    expect(next(PACKET, 1)).toBe(onSession('s1').id);
  });

  it('say why one was not kept, until that is dismissed', async () => {
    const { marks } = opened('There are 1000 marks already.');
    expect(await marks.save(PACKET, 'x')).toBe(false);
    expect(marks.problem).toBe('That was not kept: There are 1000 marks already.');
    marks.dismiss();
    expect(marks.problem).toBeUndefined();
  });

  it('say once that they will not last, when there is one', () => {
    const { marks } = opened();
    const keeping = { kind: 'memory', problem: 'Gone in the end.' } as const;
    marks.take(told([], { isFirst: true, keeping }));
    expect(marks.problem).toBeUndefined();
    marks.take(told([onPacket('x3')], { keeping }));
    expect(marks.problem).toBe('Gone in the end.');
    marks.dismiss();
    marks.take(told([onPacket('x4')], { keeping }));
    expect(marks.problem).toBeUndefined();
  });
});

describe('what a mark is on', () => {
  it('can be named, unless it is not shown', () => {
    const { session: _, ...nowhere } = onSession('s1');
    expect([targetOf(onSession('s1')), targetOf(onPacket('x3')), targetOf(nowhere)]).toEqual([{ session: 's1' }, PACKET, undefined]);
  });
});
