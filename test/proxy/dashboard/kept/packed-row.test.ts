import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from '../../../../proxy/core/json.ts';
import { Timeline, type TimelineEvent } from '../../../../proxy/core/timeline.ts';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import { eventsAfter, type KeptRow, rowOf } from '../../../../proxy/dashboard/kept/kept-row.ts';
import { KeptTimeline } from '../../../../proxy/dashboard/kept/kept-timeline.ts';
import { allSamples, analyse } from '../../../kit/samples.ts';
import { Script } from '../../../kit/timeline.ts';

const SAMPLES = allSamples();
const LIMITS = { rowsPerSession: 1_000, rows: 10_000, rowBytes: 2 ** 30, sessions: 1_000 };

/** Handed over in pieces of so many events, as the pipeline does. */
function keep(events: readonly TimelineEvent[], piece = 1): KeptTimeline {
  const kept = new KeptTimeline(LIMITS);
  for (let at = 0; at < events.length; at += piece) kept.take(events.slice(at, at + piece), 0);
  return kept;
}

function rowsIn(kept: KeptTimeline): KeptRow[] {
  const sessions = [...kept.sessions.all().map(({ id }) => id), 'other'];
  return sessions.flatMap((session) => kept.bucket(session)?.rows ?? []);
}

function wireOf(name: string): readonly WireEvent[] {
  return SAMPLES.find((sample) => sample.name === name)?.events ?? [];
}

/** The same on a connection of its own. */
function onConnection(event: WireEvent, turn: number): WireEvent {
  return 'connection' in event && event.connection !== undefined ? { ...event, connection: `${turn}-${event.connection}` } : event;
}

function sampleEvents(name: string): TimelineEvent[] {
  return analyse(wireOf(name));
}

function folded(events: readonly TimelineEvent[]): Timeline {
  const timeline = new Timeline();
  for (const event of events) timeline.apply(event);
  return timeline;
}

/** The last exchange and packets of a row, and all its findings, found in all events. */
function lastEvents(id: string, events: readonly TimelineEvent[]): TimelineEvent[] {
  const latest = new Map<string, TimelineEvent>();
  for (const event of events) {
    if (event.type === 'exchange' && event.exchange.id === id) latest.set('exchange', event);
    if (event.type === 'packet' && event.packet.exchange === id) latest.set(event.packet.type, event);
    if (event.type === 'finding' && event.finding.exchange === id) latest.set(event.finding.id, event);
  }
  return [...latest.values()].sort((a, b) => a.seq - b.seq);
}

const bySeq = (a: TimelineEvent, b: TimelineEvent) => a.seq - b.seq;

describe.each(SAMPLES)('the rows of $name', ({ events: seen }) => {
  const events = analyse(seen);
  const expected = folded(events).rows;

  it('are those that all events give, packed or not', () => {
    const rows = rowsIn(keep(events));
    expect(rows.map(({ id }) => id).sort()).toEqual([...expected.keys()].sort());
    for (const row of rows) expect(rowOf(row)).toEqual(expected.get(row.id));
  });

  it('are the same at every moment between two events', () => {
    for (let end = 1; end <= events.length; end += 1) {
      const sofar = events.slice(0, end);
      const { rows } = folded(sofar);
      for (const row of rowsIn(keep(sofar))) expect(rowOf(row)).toEqual(rows.get(row.id));
    }
  });

  it('have the numbers and times of their events', () => {
    for (const row of rowsIn(keep(events))) {
      const last = lastEvents(row.id, events).filter(({ seq }) => seq > row.born);
      expect(eventsAfter(row, row.born).sort(bySeq)).toEqual(last);
    }
  });

  it('are the same as JSON', () => {
    for (const { id, writable } of rowsIn(keep(events))) expect(parse(stringify(writable))).toEqual(parse(stringify(expected.get(id))));
  });
});

/** As a capture tells it: each piece in a frame of its own. */
function inFrames(events: readonly WireEvent[]): WireEvent[] {
  return events.map((event, index) => (event.type === 'data' ? { ...event, frame: index + 1 } : event));
}

describe('a row of a capture', () => {
  const events = analyse(inFrames(wireOf('clean-upload')));
  const expected = folded(events).rows;

  it('is packed with the frames of its messages', () => {
    const rows = rowsIn(keep(events));
    expect(rows.every(({ isPacked }) => isPacked)).toBe(true);
    for (const row of rows) expect(rowOf(row)).toEqual(expected.get(row.id));
    expect(expected.get('x1')?.exchange).toMatchObject({ request: { frame: 2 }, response: { frame: 3 } });
  });

  it('stays as it is where bytes of a body are missing', () => {
    const wire = wireOf('clean-upload').flatMap((event): WireEvent[] => {
      if (event.type !== 'data' || event.from !== 'client' || !Buffer.from(event.bytes).includes('Fragment')) return [event];
      const { at, connection, from, bytes } = event;
      return [
        { ...event, bytes: bytes.subarray(0, -3) },
        { type: 'gap', at, connection, from, bytes: 3 },
      ];
    });
    const incomplete = analyse(wire);
    const rows = rowsIn(keep(incomplete));
    expect(rows.some(({ isPacked }) => !isPacked)).toBe(true);
    for (const row of rows) expect(rowOf(row)).toEqual(folded(incomplete).rows.get(row.id));
  });
});

describe('a row', () => {
  it('is packed when it is over and plain', () => {
    const rows = rowsIn(keep(sampleEvents('clean-upload')));
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.every(({ isPacked }) => isPacked)).toBe(true);
  });

  it.each(['early-answer', 'server-down', 'garbage'])('with more to it stays as it is: %s', (name) => {
    expect(rowsIn(keep(sampleEvents(name))).some(({ isPacked }) => !isPacked)).toBe(true);
  });

  it('with findings stays as it is', () => {
    const rows = rowsIn(keep(sampleEvents('fragment-gap'))).filter(({ findings }) => findings.length > 0);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ isPacked }) => isPacked)).toBe(false);
  });

  it('that is packed takes what comes late', () => {
    const events = sampleEvents('clean-upload');
    const kept = keep(events);
    const [first] = rowsIn(kept).map(({ events: { exchange } }) => exchange);
    if (!first) throw new Error('no row');
    const late: TimelineEvent = { ...first, seq: kept.seq + 1, exchange: { ...first.exchange, rewrites: ['late'] } };
    kept.take([late], 0);
    const expected = folded([...events, late]).rows;
    for (const row of rowsIn(kept)) expect(rowOf(row)).toEqual(expected.get(row.id));
  });

  it('that is packed takes a finding, and is found though others came after it', () => {
    const events = sampleEvents('clean-upload');
    const kept = keep(events);
    const [row] = rowsIn(kept);
    const script = new Script();
    const finding = { ...script.finding('f1', row?.id ?? '', row?.exchange.exchange.session), seq: kept.seq + 1 };
    kept.take([finding], 0);
    expect(row?.findings).toEqual([finding]);
    expect(row?.isPacked).toBe(false);
  });

  it('that was asked for before it changed is written as it was', () => {
    const kept = keep(sampleEvents('clean-upload'));
    const [row] = rowsIn(kept);
    const before = row && parse(stringify(rowOf(row)));
    const { writable } = row ?? {};
    const exchange = row?.exchange;
    if (exchange) kept.take([{ ...exchange, seq: kept.seq + 1, exchange: { ...exchange.exchange, rewrites: ['late'] } }], 0);
    expect(row && rowOf(row).exchange.rewrites).toEqual(['late']);
    expect(parse(stringify(writable))).toEqual(before);
  });
});

describe('many rows', () => {
  /** Uploads one after the other on one timeline, as if one client went on for long. */
  function repeated(names: readonly string[]): TimelineEvent[] {
    const wire = names.flatMap((name, turn) => wireOf(name).map((event) => onConnection(event, turn)));
    return analyse(wire);
  }

  it('are what all events give, whatever uploads come in whatever order and pieces', () => {
    const names = fc.array(fc.constantFrom(...SAMPLES.map(({ name }) => name)), { maxLength: 12 });
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 50 }), (chosen, piece) => {
        const events = repeated(chosen);
        const expected = folded(events).rows;
        const rows = rowsIn(keep(events, piece));
        expect(rows.length).toBe(expected.size);
        for (const row of rows) expect(rowOf(row)).toEqual(expected.get(row.id));
      }),
      { numRuns: 60 },
    );
  });

  it('fill page after page', () => {
    const events = repeated(Array.from({ length: 60 }, () => 'clean-upload'));
    const expected = folded(events).rows;
    const rows = rowsIn(keep(events, 7));
    expect(rows.length).toBe(expected.size);
    for (const row of rows) expect(rowOf(row)).toEqual(expected.get(row.id));
  });
});
