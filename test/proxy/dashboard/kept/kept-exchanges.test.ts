import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../../proxy/core/filter.ts';
import { keptExchanges } from '../../../../proxy/dashboard/kept/kept-exchanges.ts';
import { KeptTimeline } from '../../../../proxy/dashboard/kept/kept-timeline.ts';
import { ShelvedRow } from '../../../../proxy/dashboard/kept/shelved-row.ts';
import { allSamples, analyse } from '../../../kit/samples.ts';
import { Script } from '../../../kit/timeline.ts';

function filterOf(text = '') {
  const result = parseFilter(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.filter;
}

/** Two sessions that take turns, and traffic beside them. */
function started(rowsPerSession = 100) {
  const script = new Script();
  const kept = new KeptTimeline({ rowsPerSession, rows: 1_000, rowBytes: 1e9, sessions: 100 });
  const events = [script.session('s1'), script.exchange('x1', 's1'), script.session('s2'), script.exchange('x2', 's2')];
  kept.take([...events, script.exchange('x3', 's1'), script.exchange('x4')], 0);
  return { script, kept };
}

const idsOf = (exchanges: ReturnType<typeof keptExchanges>['exchanges']) => Array.from(exchanges, (exchange) => exchange?.id);

describe('exchanges that are looked through', () => {
  it('come session by session, and are counted beforehand', () => {
    const { exchanges, total, notKept } = keptExchanges(started().kept, { filter: filterOf() });
    expect([idsOf(exchanges), total, notKept]).toEqual([['x1', 'x3', 'x2', 'x4'], 4, 0]);
  });

  it('are those of one session', () => {
    const { kept } = started();
    expect(idsOf(keptExchanges(kept, { filter: filterOf(), session: 's1' }).exchanges)).toEqual(['x1', 'x3']);
    expect(idsOf(keptExchanges(kept, { filter: filterOf(), session: 'other' }).exchanges)).toEqual(['x4']);
  });

  it('are passed over where a filter leaves them out', () => {
    expect(idsOf(keptExchanges(started().kept, { filter: filterOf('session:s2') }).exchanges)).toEqual([
      undefined,
      undefined,
      'x2',
      undefined,
    ]);
  });

  it('do not become more while they are looked through', () => {
    const { kept, script } = started();
    const { exchanges } = keptExchanges(kept, { filter: filterOf() });
    kept.take([script.exchange('x5', 's1'), script.session('s3'), script.exchange('x6', 's3')], 0);
    expect(idsOf(exchanges)).toEqual(['x1', 'x3', 'x2', 'x4']);
  });

  it('tell how many are no longer kept', () => {
    const { kept } = started(1);
    expect(keptExchanges(kept, { filter: filterOf() })).toMatchObject({ total: 3, notKept: 1 });
    expect(keptExchanges(kept, { filter: filterOf(), session: 's2' })).toMatchObject({ total: 1, notKept: 0 });
  });

  it('are whole where they are over and shelved', () => {
    const kept = new KeptTimeline({ rowsPerSession: 100, rows: 1_000, rowBytes: 1e9, sessions: 100 });
    kept.take(analyse(allSamples().find(({ name }) => name === 'clean-upload')?.events ?? []), 0);
    expect(kept.bucket('s1')?.rows.some((row) => row instanceof ShelvedRow)).toBe(true);
    const methods = Array.from(keptExchanges(kept, { filter: filterOf() }).exchanges, (exchange) => exchange?.request?.head.method);
    expect(new Set(methods)).toEqual(new Set(['BITS_POST']));
  });
});
