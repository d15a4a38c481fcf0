import { describe, expect, it } from 'vitest';
import { LiveTimeline } from '../../../ui/state/timeline.svelte.ts';
import { exchange, finding, hello, request, row, sessionView } from '../kit.ts';

function watching(session: string): LiveTimeline {
  const timeline = new LiveTimeline();
  timeline.take([hello(), { type: 'sessions', seq: 1, changed: [sessionView('s1'), sessionView('s2')], removed: [] }]);
  timeline.watch(session);
  return timeline;
}

describe('the sessions of the feed', () => {
  it('are listed newest first, whatever the order of arrival', () => {
    const timeline = new LiveTimeline();
    timeline.take([{ type: 'sessions', seq: 1, changed: [sessionView('s2'), sessionView('s10'), sessionView('s1')], removed: [] }]);
    expect(timeline.sessions.map(({ id }) => id)).toEqual(['s10', 's2', 's1']);
  });

  it('change whole, and go when they are no longer kept', () => {
    const timeline = watching('s1');
    timeline.take([{ type: 'sessions', seq: 2, changed: [sessionView('s2', { packets: 9 })], removed: ['s1'] }]);
    expect(timeline.sessions.map(({ id, packets }) => [id, packets])).toEqual([['s2', 9]]);
  });

  it('are a new list after a change, and the same list without one', () => {
    const timeline = watching('s1');
    const before = timeline.sessions;
    timeline.take([{ type: 'fault', seq: 2, code: 'upstream-refused', message: 'No.', at: 1 }]);
    expect(timeline.sessions).toBe(before);
    timeline.take([{ type: 'sessions', seq: 3, changed: [sessionView('s3')], removed: [] }]);
    expect(timeline.sessions).not.toBe(before);
  });

  it('stay when the dashboard resumes, and start anew when it does not', () => {
    const timeline = watching('s1');
    timeline.take([hello({ resumed: true })]);
    expect(timeline.sessions).toHaveLength(2);
    timeline.take([hello({ run: 'r2' })]);
    expect([timeline.sessions, timeline.listed]).toEqual([[], false]);
  });

  it('are known to be none only when the tap says so', () => {
    const timeline = new LiveTimeline();
    timeline.take([hello()]);
    expect(timeline.listed).toBe(false);
    const none = {
      sessions: 0,
      active: 0,
      findings: { error: 0, warning: 0, note: 0 },
      otherExchanges: 0,
      packetsPerSecond: 0,
      bytesPerSecond: 0,
    };
    timeline.take([{ type: 'totals', seq: 1, totals: none }]);
    expect(timeline.listed).toBe(true);
  });
});

describe('the watched session', () => {
  it('is awaited until its rows come, and knows its summary at once', () => {
    const { watched } = watching('s2');
    expect([watched?.state, watched?.view?.id, watched?.seq]).toEqual(['awaited', 's2', 0]);
  });

  it('takes its rows and what happens after them', () => {
    const timeline = watching('s1');
    timeline.take([{ type: 'rows', seq: 10, session: 's1', rows: [row('x1')], connections: [], dropped: 3 }]);
    timeline.take([
      {
        type: 'events',
        seq: 12,
        session: 's1',
        events: [{ seq: 11, at: 5, type: 'exchange', exchange: exchange('x2', { request: request(5) }) }],
        dropped: 3,
      },
    ]);
    expect(timeline.watched?.rows.map((one) => one.exchange.id)).toEqual(['x1', 'x2']);
    expect([timeline.watched?.seq, timeline.numberOf('x1'), timeline.numberOf('x2')]).toEqual([12, 4, 5]);
  });

  it('is not touched by an event that its rows already include', () => {
    const timeline = watching('s1');
    timeline.take([
      { type: 'rows', seq: 10, session: 's1', rows: [row('x1')], connections: [], dropped: 0 },
      { type: 'events', seq: 10, session: 's1', events: [{ seq: 9, at: 1, type: 'finding', finding: finding('f1') }], dropped: 0 },
    ]);
    expect(timeline.findings).toEqual([]);
  });

  it('is not touched by the rows of another session', () => {
    const timeline = watching('s1');
    timeline.take([{ type: 'rows', seq: 10, session: 's2', rows: [row('x1')], connections: [], dropped: 0 }]);
    expect(timeline.watched?.rows).toEqual([]);
  });

  it('keeps what was seen of it when the tap lets it go', () => {
    const timeline = watching('s1');
    timeline.take([
      { type: 'rows', seq: 10, session: 's1', rows: [row('x1')], connections: [], dropped: 0 },
      { type: 'sessions', seq: 11, changed: [], removed: ['s1'] },
    ]);
    expect([timeline.watched?.state, timeline.watched?.view?.id, timeline.watched?.rows.length]).toEqual(['evicted', 's1', 1]);
  });

  it('counts rows that the tap drops, so that numbers stay', () => {
    const timeline = watching('s1');
    timeline.take([
      { type: 'rows', seq: 10, session: 's1', rows: [row('x1'), row('x2')], connections: [], dropped: 0 },
      {
        type: 'events',
        seq: 11,
        session: 's1',
        events: [{ seq: 11, at: 1, type: 'evicted', what: 'exchange', id: 'x1', limit: 'rows' }],
        dropped: 1,
      },
    ]);
    expect([timeline.watched?.dropped, timeline.numberOf('x2')]).toEqual([1, 2]);
  });

  it('forgets its oldest rows with the tap', () => {
    const timeline = watching('s1');
    const added = { seq: 11, at: 1, type: 'exchange', exchange: exchange('x4') } as const;
    timeline.take([
      { type: 'rows', seq: 10, session: 's1', rows: [row('x1'), row('x2'), row('x3')], connections: [], dropped: 0 },
      { type: 'events', seq: 11, session: 's1', events: [added], dropped: 2 },
    ]);
    expect(timeline.watched?.rows.map((one) => one.exchange.id)).toEqual(['x3', 'x4']);
    expect([timeline.watched?.dropped, timeline.numberOf('x3')]).toEqual([2, 3]);
  });

  it('asks for all its rows again when another run of the tap answers', () => {
    const timeline = watching('s1');
    timeline.take([{ type: 'rows', seq: 10, session: 's1', rows: [row('x1')], connections: [], dropped: 0 }]);
    timeline.take([hello({ run: 'r2' })]);
    expect([timeline.watched?.seq, timeline.watched?.rows.length]).toEqual([0, 0]);
  });

  it('lists its findings with the heaviest first', () => {
    const timeline = watching('s1');
    const findings = [
      finding('f1', { severity: 'note', at: 1 }),
      finding('f2', { at: 3 }),
      finding('f3', { severity: 'warning', at: 2 }),
      finding('f4', { at: 2 }),
    ];
    timeline.take([{ type: 'rows', seq: 1, session: 's1', rows: [row('x1', {}, { findings })], connections: [], dropped: 0 }]);
    expect(timeline.findings.map(({ id }) => id)).toEqual(['f4', 'f2', 'f3', 'f1']);
  });
});

describe('the faults', () => {
  it('are bounded: the latest fifty stay', () => {
    const timeline = new LiveTimeline();
    for (let seq = 1; seq <= 60; seq += 1) timeline.take([{ type: 'fault', seq, code: 'c', message: '', at: seq }]);
    expect([timeline.faults.length, timeline.faults[0]?.seq, timeline.faults.at(-1)?.seq]).toEqual([50, 11, 60]);
  });
});
