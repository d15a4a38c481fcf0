import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../../proxy/core/timeline.ts';
import { Preferences } from '../../../ui/state/preferences.svelte.ts';
import { COLUMN_IDS, merged, newestFirst, orderBy } from '../../../ui/state/session-order.ts';
import { SessionTable } from '../../../ui/state/session-table.svelte.ts';
import { memoryStore, sessionView } from '../kit.ts';

const ids = (views: readonly SessionView[]) => views.map(({ id }) => id).join(' ');

function table(...sessions: SessionView[]) {
  const made = new SessionTable(new Preferences(memoryStore));
  let all = sessions.toSorted(newestFirst);
  made.take({ anew: true, changed: sessions, removed: [] }, all);
  return {
    table: made,
    change(changed: readonly SessionView[], removed: readonly string[] = []) {
      all = merged(all, new Set([...removed, ...changed.map(({ id }) => id)]), changed, newestFirst);
      made.take({ changed, removed }, all);
    },
  };
}

describe('the list of sessions', () => {
  it('is newest first, and the very list that is there', () => {
    const { table: list, change } = table(sessionView('s1'), sessionView('s3'), sessionView('s2'));
    expect(ids(list.shown)).toBe('s3 s2 s1');
    change([sessionView('s4')], ['s2']);
    expect(ids(list.shown)).toBe('s4 s3 s1');
  });

  it('is sorted by a column, and the other way round by the same one', () => {
    const { table: list } = table(sessionView('s1', { fileName: 'b' }), sessionView('s2', { fileName: 'a' }));
    list.sortBy('file');
    expect(ids(list.shown)).toBe('s2 s1');
    list.sortBy('file');
    expect(ids(list.shown)).toBe('s1 s2');
  });

  it('has what is worst on top when it is sorted by what was found', () => {
    const { table: list } = table(
      sessionView('s1', { findings: { error: 0, warning: 9, note: 9 } }),
      sessionView('s2', { findings: { error: 1, warning: 0, note: 0 } }),
      sessionView('s3'),
    );
    list.sortBy('findings');
    expect(ids(list.shown)).toBe('s2 s1 s3');
  });

  it('has what has no value last, in either direction', () => {
    const { table: list } = table(sessionView('s1', { total: 5n }), sessionView('s2'), sessionView('s3', { total: 9n }));
    list.sortBy('size');
    expect(ids(list.shown)).toBe('s3 s1 s2');
    list.sortBy('size');
    expect(ids(list.shown)).toBe('s1 s3 s2');
  });

  it('moves a session to where it belongs when it changes', () => {
    const { table: list, change } = table(sessionView('s1', { fileName: 'a' }), sessionView('s2', { fileName: 'b' }));
    list.sortBy('file');
    change([sessionView('s1', { fileName: 'c' })]);
    expect(ids(list.shown)).toBe('s2 s1');
  });

  it('has only what is selected, also of what comes later', () => {
    const { table: list, change } = table(sessionView('s1', { packets: 9 }), sessionView('s2'));
    list.select(({ packets }) => packets > 5);
    expect(ids(list.shown)).toBe('s1');
    change([sessionView('s2', { packets: 7 }), sessionView('s1', { packets: 2 }), sessionView('s3')]);
    expect(ids(list.shown)).toBe('s2');
    list.select(undefined);
    expect(ids(list.shown)).toBe('s3 s2 s1');
  });

  it('is the same after many changes as if it had been sorted at once', () => {
    const session = fc.record({
      id: fc.integer({ min: 1, max: 30 }),
      packets: fc.integer({ max: 5 }),
      total: fc.option(fc.bigInt(0n, 9n), { nil: undefined }),
    });
    const view = fc
      .tuple(session, fc.integer({ min: 0, max: 3 }))
      .map(([{ id, packets, total }, lastAt]) => sessionView(`s${id}`, { packets, total, lastAt: id + lastAt }));
    fc.assert(
      fc.property(fc.array(fc.array(view, { maxLength: 6 }), { maxLength: 12 }), fc.constantFrom(...COLUMN_IDS), (steps, column) => {
        const { table: list, change } = table();
        list.sortBy(column);
        const latest = new Map<string, SessionView>();
        for (const step of steps) {
          const changed = [...new Map(step.map((one) => [one.id, one])).values()];
          for (const one of changed) latest.set(one.id, one);
          change(changed);
        }
        expect(ids(list.shown)).toBe(ids([...latest.values()].sort(orderBy(list.sort))));
      }),
    );
  });
});
