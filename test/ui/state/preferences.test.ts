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
