import { describe, expect, it } from 'vitest';
import type { FindingTally } from '../../../proxy/core/feed.ts';
import { FoundFindings } from '../../../ui/state/found-findings.svelte.ts';
import { Preferences } from '../../../ui/state/preferences.svelte.ts';
import { FakeClock, memoryStore, sessionView } from '../kit.ts';

const tally = (rule: string, severity: FindingTally['severity'], count: number): FindingTally => ({
  ...{ rule, severity, blames: 'client', count, latest: { exchange: 'x1', at: 0, message: '' } },
});

describe('what was found in a session', () => {
  it('is counted without the rules that are muted', () => {
    const preferences = new Preferences(memoryStore);
    const found = new FoundFindings(preferences, new FakeClock());
    const view = sessionView('s1', { findings: { error: 3, warning: 1, note: 0 } });
    found.take({ s1: [tally('gap', 'error', 2), tally('late', 'warning', 1), tally('odd', 'error', 1)] });
    expect(found.countsOf(view)).toEqual({ error: 3, warning: 1, note: 0 });
    preferences.toggleMuted('gap');
    expect(found.countsOf(view)).toEqual({ error: 1, warning: 1, note: 0 });
  });

  it('is replaced when it changes, and goes with the session', () => {
    const found = new FoundFindings(new Preferences(memoryStore), new FakeClock());
    found.take({ s1: [tally('gap', 'error', 1)] });
    found.take({ s1: [tally('gap', 'error', 2)], s2: [] });
    expect(found.in('s1').map(({ count }) => count)).toEqual([2]);
    found.forget(['s1']);
    expect(found.in('s1')).toEqual([]);
  });
});
