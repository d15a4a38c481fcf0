import { describe, expect, it } from 'vitest';
import type { FeedMessage, PageMessage } from '../../../proxy/core/feed.ts';
import { FilterBox } from '../../../ui/state/filter-box.svelte.ts';
import { Preferences } from '../../../ui/state/preferences.svelte.ts';
import { Selection } from '../../../ui/state/selection.svelte.ts';
import { FakeClock, memoryStore, sessionView } from '../kit.ts';

function open(hash = '') {
  const clock = new FakeClock();
  const preferences = new Preferences(memoryStore);
  const selection = new Selection({ read: () => hash, write: () => {} });
  const [said, selected] = [[] as PageMessage[], [] as (readonly string[] | 'any')[]];
  const box = new FilterBox({
    clock,
    preferences,
    selection,
    send: (message) => said.push(message),
    onselect: (ids) => selected.push(ids),
  });
  return { clock, preferences, selection, said, selected, box };
}

function matches(filter: string, counts: Record<string, number>, change: { isFirst?: boolean; isComplete?: boolean } = {}) {
  const message = { type: 'matches', seq: 1, filter, isFirst: true, isComplete: true, counts, ...change } satisfies FeedMessage;
  return message;
}

describe('a filter', () => {
  it('takes effect when nothing was typed for a moment', () => {
    const { box, clock, selection } = open();
    box.type('state:l');
    box.type('state:lost');
    expect(selection.filter).toBe('');
    clock.pass(200);
    expect([selection.filter, box.filter.explain()]).toEqual(['state:lost', 'sessions where the state of the session is lost']);
  });

  it('stays in effect while what is typed has a mistake in it, and says where', () => {
    const { box, clock, selection } = open('#filter=state%3Alost');
    box.type(' status:4z6');
    clock.pass(200);
    expect([selection.filter, box.filter.toString()]).toEqual(['state:lost', 'state:lost']);
    expect(box.error).toMatchObject({ at: 8, length: 3 });
  });

  it('is remembered when it was meant, but not while it is typed', () => {
    const { box, clock, preferences } = open();
    box.type('state:lost');
    clock.pass(200);
    expect(preferences.recentFilters).toEqual([]);
    box.apply();
    expect(preferences.recentFilters).toEqual(['state:lost']);
  });

  it('selects sessions by itself where it asks for nothing else', () => {
    const { box, said, selected } = open();
    box.apply('file:report*');
    expect([said, selected]).toEqual([[], ['any']]);
    expect(
      [sessionView('s1', { fileName: 'report.bin' }), sessionView('s2', { fileName: 'b.bin' })].map(box.selectsSession ?? (() => true)),
    ).toEqual([true, false]);
    expect(box.selectsRow).toBeUndefined();
  });

  it('asks the dashboard for what only exchanges have, and selects by its answer', () => {
    const { box, said, selected } = open();
    box.apply('status:416');
    expect([said, selected, box.isAsking]).toEqual([[{ type: 'filter', text: 'status:416' }], [], true]);
    box.take(matches('status:416', { s1: 2, s2: 1 }));
    expect([selected, box.isAsking, box.rowCount]).toEqual([['any'], false, 3]);
    box.take(matches('status:416', { s2: 0, s3: 4 }, { isFirst: false }));
    expect([selected[1], box.rowCount, box.rowsOf('s2')]).toEqual([['s2', 's3'], 6, 0]);
    expect(['s1', 's2', 's3'].filter((id) => box.selectsSession?.(sessionView(id)))).toEqual(['s1', 's3']);
  });

  it('does not listen to answers to what was asked before', () => {
    const { box } = open();
    box.apply('status:416');
    box.apply('status:500');
    box.take(matches('status:416', { s1: 2 }));
    expect([box.rowsOf('s1'), box.isAsking]).toEqual([0, true]);
  });

  it('asks again after a new connection, and no more than once', () => {
    const { box, said } = open('#filter=status%3A416');
    expect(said).toEqual([]);
    box.greet();
    box.apply();
    box.greet();
    expect(said).toEqual([
      { type: 'filter', text: 'status:416' },
      { type: 'filter', text: 'status:416' },
    ]);
  });

  it('stops the dashboard when it needs it no more', () => {
    const { box, said } = open();
    box.apply('status:416');
    box.clear();
    expect(said.at(-1)).toEqual({ type: 'filter', text: '' });
    expect([box.isAsking, box.selectsSession]).toEqual([false, undefined]);
  });

  it('is put together by pressing', () => {
    const { box } = open();
    box.toggle('state', 'lost');
    box.toggle('severity', 'error');
    expect([box.text, box.has('state', 'lost')]).toEqual(['state:lost severity:error', true]);
    box.toggle('state', 'refused');
    expect(box.text).toBe('severity:error state:refused');
    box.toggle('severity', 'error');
    expect(box.text).toBe('state:refused');
  });

  it('follows the address', () => {
    const { box } = open();
    box.follow('status:500');
    expect([box.text, box.filter.toString()]).toEqual(['status:500', 'status:500']);
  });
});
