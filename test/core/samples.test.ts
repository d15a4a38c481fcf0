import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../proxy/core/rules/index.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { HeadSplitter } from '../../proxy/live/head-splitter.ts';
import { describeTimeline } from '../kit/describe-timeline.ts';
import { allSamples, analyse } from '../kit/samples.ts';

const SAMPLES = allSamples();

/** The same bytes at the same times, cut elsewhere. */
function split(events: readonly WireEvent[], nextLength: () => number): WireEvent[] {
  return events.flatMap((event) => {
    if (event.type !== 'data') return [event];
    const pieces: WireEvent[] = [];
    for (let at = 0; at < event.bytes.length; ) {
      const end = Math.min(event.bytes.length, at + nextLength());
      pieces.push({ ...event, bytes: event.bytes.slice(at, end) });
      at = end;
    }
    return pieces;
  });
}

/** The same bytes as a lane hands them on, which has read the request heads already. */
function withReadHeads(events: readonly WireEvent[]): WireEvent[] {
  const splitters = new Map<string, HeadSplitter>();
  return events.flatMap((event) => {
    if (event.type !== 'data' || event.from !== 'client') return [event];
    const splitter = splitters.get(event.connection) ?? new HeadSplitter({});
    splitters.set(event.connection, splitter);
    return splitter.split(event.bytes).map(({ bytes, read }) => ({ ...event, bytes, ...(read && { read }) }));
  });
}

describe.each(SAMPLES)('the conversation $name', ({ events, timeline }) => {
  it('gives the timeline that was written down for it', () => {
    expect(describeTimeline(analyse(events))).toEqual(timeline);
  });

  it('gives the same timeline byte by byte', () => {
    expect(analyse(split(events, () => 1))).toEqual(analyse(events));
  });

  it('gives the same timeline when its request heads were read before', () => {
    expect(analyse(withReadHeads(events))).toEqual(analyse(events));
  });

  it('gives the same timeline for any split of its bytes', () => {
    const whole = analyse(events);
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 700 }));
    fc.assert(
      fc.property(lengths, (stream) => {
        expect(analyse(split(events, () => stream.next().value ?? 1))).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });
});

/** The rules that found an error or a warning in a conversation. */
function complaints(name: string): string[] {
  const sample = SAMPLES.find((candidate) => candidate.name === name);
  if (!sample) throw new Error(`no conversation ${name}`);
  return analyse(sample.events).flatMap((event) =>
    event.type === 'finding' && event.finding.severity !== 'note' ? [event.finding.rule] : [],
  );
}

describe('all conversations together', () => {
  const found = SAMPLES.flatMap(({ events }) => analyse(events)).flatMap((event) => (event.type === 'finding' ? [event.finding.rule] : []));

  it.each(RULES.map(({ id }) => id))('let the rule %s fire at least once', (id) => {
    expect(found).toContain(id);
  });

  it.each(['clean-upload', 'windows-upload-reply', 'ntlm'])('find no error and no warning in %s', (name) => {
    expect(complaints(name)).toEqual([]);
  });

  it('find nothing but the broken connection in resumed-after-416', () => {
    expect(complaints('resumed-after-416')).toEqual(['exchange-cut-off']);
  });
});
