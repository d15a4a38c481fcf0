import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MatchingRows } from '../../../../proxy/dashboard/feed/matching-rows.ts';
import { type KeptLimits, KeptTimeline } from '../../../../proxy/dashboard/kept/kept-timeline.ts';
import { subjectOf } from '../../../../proxy/dashboard/kept/row-subject.ts';
import { filter } from '../../../kit/filter.ts';
import { allSamples, analyse } from '../../../kit/samples.ts';
import { Script } from '../../../kit/timeline.ts';

const ROOMY: KeptLimits = { rowsPerSession: 1_000, rows: 10_000, rowBytes: 2 ** 30, sessions: 1_000 };

function start(text: string, limits: Partial<KeptLimits> = {}) {
  const [kept, script] = [new KeptTimeline({ ...ROOMY, ...limits }), new Script()];
  const matching = new MatchingRows(kept, filter(text));
  return { kept, script, matching, changes: () => changesOf(matching) };
}

function changesOf(matching: MatchingRows): Record<string, number> {
  for (const _step of matching.catchUp());
  return matching.takeChanges();
}

describe('the rows that a filter selects', () => {
  it('are counted by session, and told once', () => {
    const { kept, script, changes } = start('outcome:answered');
    kept.take([script.session('s1'), script.exchange('x1', 's1', { outcome: 'answered' }), script.exchange('x2', 's1')], 0);
    kept.take([script.session('s2'), script.exchange('x3', 's2')], 0);
    expect(changes()).toEqual({ s1: 1 });
    expect(changes()).toEqual({});
  });

  it('are none any more when the row has changed', () => {
    const { kept, script, changes } = start('outcome:answered');
    kept.take([script.session('s1'), script.exchange('x1', 's1', { outcome: 'answered' })], 0);
    expect(changes()).toEqual({ s1: 1 });
    kept.take([script.exchange('x1', 's1', { outcome: 'waiting' })], 0);
    expect(changes()).toEqual({ s1: 0 });
  });

  it('are judged again when the filter sees the session otherwise, although they have not changed', () => {
    const { kept, script, changes } = start('state:cancelled outcome:waiting');
    kept.take([script.session('s1'), script.exchange('x1', 's1')], 0);
    expect(changes()).toEqual({});
    kept.take([script.session('s1', { state: 'CANCEL' })], 0);
    expect(changes()).toEqual({ s1: 1 });
  });

  it('go with the rows that are dropped', () => {
    const { kept, script, changes } = start('outcome:answered', { rowsPerSession: 2 });
    kept.take([script.session('s1'), script.exchange('x1', 's1', { outcome: 'answered' })], 0);
    expect(changes()).toEqual({ s1: 1 });
    kept.take([script.exchange('x2', 's1'), script.exchange('x3', 's1')], 0);
    expect(changes()).toEqual({ s1: 0 });
  });

  it('are one where no rows are kept and the session itself is what is asked for', () => {
    const { kept, script, changes } = start('file:report.bin or status:999');
    kept.take([script.session('s1', { fileName: 'report.bin' }), script.session('s2', { fileName: 'other.bin' })], 0);
    expect(changes()).toEqual({ s1: 1 });
  });

  it('may belong to no session', () => {
    const { kept, script, changes } = start('kind:other');
    kept.take([script.exchange('x1')], 0);
    expect(changes()).toEqual({ other: 1 });
  });

  it('are forgotten with their session', () => {
    const { kept, script, changes, matching } = start('outcome:waiting');
    kept.take([script.session('s1'), script.exchange('x1', 's1'), script.session('s2'), script.exchange('x2', 's2')], 0);
    expect(changes()).toEqual({ s1: 1, s2: 1 });
    kept.take([script.evicted('session', 's1')], 0);
    expect(changes()).toEqual({});
    expect(matching.upTo).toBe(kept.seq);
  });
});

describe('what is told bit by bit', () => {
  const FILTERS = [
    'status>=400',
    'severity>=note',
    'type:fragment and offset>0',
    'state:complete status:200',
    'not has:answer',
    'is:open or latency>1s',
  ];
  const conversations = allSamples().map(({ events }) => analyse(events));

  it('adds up to what is there in the end, wherever it was interrupted', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...conversations),
        fc.constantFrom(...FILTERS),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        (events, text, sizes) => {
          const kept = new KeptTimeline({ ...ROOMY, rowsPerSession: 20 });
          const matching = new MatchingRows(kept, filter(text));
          const told: Record<string, number> = {};
          for (let at = 0; at < events.length; ) {
            const size = sizes.next().value;
            kept.take(events.slice(at, at + size), 0);
            at += size;
            Object.assign(told, changesOf(matching));
          }
          expect(present(told)).toEqual(present(countedAnew(kept, text)));
        },
      ),
      { numRuns: 300 },
    );
  });
});

function countedAnew(kept: KeptTimeline, text: string): Record<string, number> {
  const { matches } = filter(text);
  const counts = Array.from(kept.buckets, ([id, bucket]) => {
    const session = kept.sessions.get(id);
    const rows = bucket.rows.filter((row) => matches(subjectOf(row, session, kept.connections.get(row.connection)?.connection)));
    return [id, rows.length] as const;
  });
  return Object.fromEntries(counts);
}

const present = (counts: Record<string, number>) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
