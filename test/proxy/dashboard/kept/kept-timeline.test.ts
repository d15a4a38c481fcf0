import { describe, expect, it } from 'vitest';
import { type KeptLimits, KeptTimeline } from '../../../../proxy/dashboard/kept/kept-timeline.ts';
import { bodies, longHead, Script } from '../../../kit/timeline.ts';

const ROOMY: KeptLimits = { rowsPerSession: 100, rows: 1_000, rowBytes: 2 ** 30, sessions: 100 };
const keeping = (limits: Partial<KeptLimits> = {}) => new KeptTimeline({ ...ROOMY, ...limits });
const idsOf = (kept: KeptTimeline, session: string) => kept.bucket(session)?.rows.map(({ id }) => id);

describe('a kept timeline', () => {
  it('keeps each session in its latest state', () => {
    const [kept, script] = [keeping(), new Script()];
    kept.take([script.session('s1'), script.session('s2'), script.session('s1', { state: 'COMPLETE' })], 0);
    expect(kept.sessions.get('s1')?.state).toBe('COMPLETE');
    expect(kept.sessions.all().map(({ id }) => id)).toEqual(['s2', 's1']);
    expect(kept.seq).toBe(3);
  });

  it('takes no event twice', () => {
    const [kept, script] = [keeping(), new Script()];
    const events = [script.exchange('x1', 's1'), script.finding('f1', 'x1', 's1')];
    kept.take(events, 0);
    kept.take(events, 0);
    expect(kept.bucket('s1')?.rows[0]?.events.findings).toHaveLength(1);
  });

  it('lists what belongs to no session as other traffic', () => {
    const [kept, script] = [keeping(), new Script()];
    kept.take([script.exchange('x1'), script.exchange('x2', 's1')], 0);
    expect(idsOf(kept, 'other')).toEqual(['x1']);
    expect(kept.totals(0).otherExchanges).toBe(1);
  });

  it('says nothing about packets and findings of exchanges that it does not know', () => {
    const [kept, script] = [keeping(), new Script()];
    kept.take([script.request('x9', 's1'), script.finding('f1', 'x9', 's1'), script.evicted('exchange', 'x9')], 0);
    expect(kept.bucket('s1')).toBeUndefined();
  });

  it('keeps the latest faults', () => {
    const [kept, script] = [keeping(), new Script()];
    kept.take(
      Array.from({ length: 60 }, (_, index) => script.fault(`e${index}`)),
      0,
    );
    expect(kept.faults.map(({ code }) => code).slice(0, 2)).toEqual(['e10', 'e11']);
    expect(kept.faults).toHaveLength(50);
  });
});

describe('the limits of a kept timeline', () => {
  it('let the oldest rows of a long session go, and count them', () => {
    const [kept, script] = [keeping({ rowsPerSession: 3 }), new Script()];
    for (const id of ['x1', 'x2', 'x3', 'x4', 'x5']) kept.take([script.exchange(id, 's1')], 0);
    expect(idsOf(kept, 's1')).toEqual(['x3', 'x4', 'x5']);
    expect(kept.bucket('s1')).toMatchObject({ dropped: 2, droppedBorn: 2 });
  });

  it('let the rows of the quietest session go when all together are too many', () => {
    const [kept, script] = [keeping({ rows: 4 }), new Script()];
    kept.take([script.exchange('x1', 's1'), script.exchange('x2', 's1'), script.exchange('x3', 's2'), script.exchange('x4', 's3')], 0);
    kept.take([script.answer('x2', 's1'), script.exchange('x5', 's3')], 0);
    expect(['s1', 's2', 's3'].map((session) => idsOf(kept, session))).toEqual([['x1', 'x2'], [], ['x4', 'x5']]);
    expect(kept.bucket('s2')?.dropped).toBe(1);
  });

  it('count long heads, for strangers write them', () => {
    const [kept, script] = [keeping({ rowBytes: 1_000_000 }), new Script()];
    for (const id of ['x1', 'x2', 'x3']) kept.take([script.exchange(id, 's1', longHead(200_000))], 0);
    expect(idsOf(kept, 's1')).toEqual(['x2', 'x3']);
  });

  it('let the sessions go that changed longest ago, with their rows', () => {
    const [kept, script] = [keeping({ sessions: 2 }), new Script()];
    kept.take([script.exchange('x1', 's1'), script.session('s1'), script.session('s2'), script.session('s1')], 0);
    kept.take([script.session('s3')], 0);
    expect(kept.sessions.all().map(({ id }) => id)).toEqual(['s1', 's3']);
    expect(kept.sessions.after(4, 5, 10).removed).toEqual(['s2']);
  });

  it('keep a connection while it is open or a row names it', () => {
    const [kept, script] = [keeping({ rowsPerSession: 1 }), new Script()];
    kept.take([script.connection('c1'), script.exchange('x1', 's1'), script.connection('c1', { closedAt: 5 })], 0);
    expect(kept.connections.get('c1')).toBeDefined();
    kept.take([script.connection('c2'), script.exchange('x2', 's1', { connection: 'c2' })], 0);
    expect(kept.connections.get('c1')).toBeUndefined();
    expect(kept.connections.get('c2')).toBeDefined();
  });
});

describe('an evicted session', () => {
  it('goes with its rows, and stays away', () => {
    const [kept, script] = [keeping(), new Script()];
    kept.take([script.exchange('x1', 's1'), script.session('s1'), script.evicted('session', 's1')], 0);
    kept.take([script.exchange('x1', 's1'), script.session('s1')], 0);
    expect(kept.sessions.get('s1')).toBeUndefined();
    expect(kept.bucket('s1')).toBeUndefined();
    expect(kept.totals(0)).toMatchObject({ sessions: 0, active: 0 });
  });

  it('is remembered, but not for ever: who was away for longer needs the whole list', () => {
    const [kept, script] = [keeping({ sessions: 20_000 }), new Script()];
    for (let id = 0; id < 10_001; id += 1) kept.take([script.session(`s${id}`), script.evicted('session', `s${id}`)], 0);
    expect(kept.sessions.coveredFrom).toBeGreaterThan(0);
    expect(kept.sessions.after(kept.sessions.coveredFrom, kept.seq, 10).removed.length).toBeLessThanOrEqual(10_000);
  });
});

describe('the totals', () => {
  it('are those of the sessions that are listed', () => {
    const [kept, script] = [keeping(), new Script()];
    kept.take([script.session('s1', { findings: { error: 2, warning: 1, note: 0 } }), script.session('s2')], 0);
    expect(kept.totals(0)).toMatchObject({ sessions: 2, active: 2, findings: { error: 2, warning: 1, note: 0 } });
    kept.take([script.session('s1', { state: 'CANCEL', findings: { error: 3, warning: 1, note: 0 } })], 0);
    expect(kept.totals(0)).toMatchObject({ sessions: 2, active: 1, findings: { error: 3, warning: 1, note: 0 } });
    kept.take([script.evicted('session', 's1')], 0);
    expect(kept.totals(0)).toMatchObject({ sessions: 1, active: 1, findings: { error: 0, warning: 0, note: 0 } });
  });

  it('count requests and body bytes of the last second', () => {
    const [kept, script] = [keeping(), new Script()];
    kept.take([script.exchange('x1', 's1', bodies(100)), script.request('x1', 's1')], 10_000);
    kept.take([script.exchange('x1', 's1', bodies(150, 7)), script.answer('x1', 's1')], 10_500);
    expect(kept.totals(10_600)).toMatchObject({ packetsPerSecond: 1, bytesPerSecond: 157 });
    expect(kept.totals(11_400)).toMatchObject({ packetsPerSecond: 0, bytesPerSecond: 57 });
    expect(kept.totals(20_000)).toMatchObject({ packetsPerSecond: 0, bytesPerSecond: 0 });
  });
});
