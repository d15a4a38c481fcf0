import { describe, expect, it } from 'vitest';
import { Preferences } from '../../../ui/state/preferences.svelte.ts';

function store(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  return { getItem: (key: string) => map.get(key) ?? null, setItem: (key: string, value: string) => void map.set(key, value) };
}

describe('the preferences', () => {
  it('begin with what the system has, and local times', () => {
    const preferences = new Preferences(() => store());
    expect([preferences.theme, preferences.timeFormat]).toEqual(['system', 'local']);
  });

  it('are kept from one page to the next', () => {
    const kept = store();
    const preferences = new Preferences(() => kept);
    preferences.theme = 'dark';
    preferences.timeFormat = 'utc';
    const next = new Preferences(() => kept);
    expect([next.theme, next.timeFormat]).toEqual(['dark', 'utc']);
  });

  it('keep the order, the columns and the filters', () => {
    const kept = store();
    const preferences = new Preferences(() => kept);
    preferences.sort = { column: 'file', direction: 'ascending' };
    preferences.toggleColumn('verdict');
    preferences.resize('file', 200.4);
    preferences.rememberFilter('a');
    preferences.rememberFilter('b');
    preferences.rememberFilter('a');
    preferences.toggleSavedFilter('state:lost');
    preferences.toggleMuted('fragment-gap');
    const next = new Preferences(() => kept);
    expect([next.sort.column, next.isHidden('verdict'), next.isHidden('size'), next.widthOf('file')]).toEqual(['file', false, true, 200]);
    expect([next.recentFilters, next.savedFilters, next.mutedRules]).toEqual([['a', 'b'], ['state:lost'], ['fragment-gap']]);
  });

  it.each([
    ['sort', '{"column":"colour","direction":"up"}'],
    ['sort', 'not JSON'],
    ['hidden', '"state"'],
    ['widths', '{"file":"wide","state":-5}'],
    ['recent', '[1,null,{"a":1}]'],
    ['saved', '17'],
  ])('survive a strange %s: %s', (name, value) => {
    const preferences = new Preferences(() => store({ [`bitstap.${name}`]: value }));
    expect(preferences.sort).toEqual({ column: 'started', direction: 'descending' });
    expect([preferences.recentFilters, preferences.savedFilters, preferences.widthOf('file'), preferences.widthOf('state')]).toEqual([
      [],
      [],
      undefined,
      undefined,
    ]);
  });

  it('pass over what an older or newer page has kept', () => {
    expect(new Preferences(() => store({ 'bitstap.theme': 'sepia' })).theme).toBe('system');
  });

  it('hold for this page where the browser forbids storage', () => {
    const preferences = new Preferences(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    preferences.theme = 'light';
    expect(preferences.theme).toBe('light');
  });
});
