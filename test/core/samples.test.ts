import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../proxy/core/rules/index.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { HeadSplitter } from '../../proxy/live/head-splitter.ts';
import { describeTimeline } from '../kit/describe-timeline.ts';
import { findingsOf } from '../kit/mutation.ts';
import { allSamples, analyse } from '../kit/samples.ts';
import { splitBytes } from '../kit/split-bytes.ts';

const SAMPLES = allSamples();

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
    expect(analyse(splitBytes(events, () => 1))).toEqual(analyse(events));
  });

  it('gives the same timeline when its request heads were read before', () => {
    expect(analyse(withReadHeads(events))).toEqual(analyse(events));
  });

  it('gives the same timeline for any split of its bytes', () => {
    const whole = analyse(events);
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 700 }));
    fc.assert(
      fc.property(lengths, (stream) => {
        expect(analyse(splitBytes(events, () => stream.next().value ?? 1))).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });
});

const CLEAN = [
  ...['clean-upload', 'windows-upload-reply', 'ntlm', 'host-id', 'cancelled-midway', 'forward-proxy', 'joined-in-the-middle'],
  ...['dialect-beyond-4-gib', 'dialect-capital-bytes', 'dialect-chunked-acks', 'dialect-created', 'dialect-decimal-id'],
  ...['dialect-joined-late', 'dialect-lower-case-names', 'dialect-post-override'],
];

/** A broken connection is a warning even where it does no harm, and HTTP/1.0 is an error whoever speaks it. */
const CLEAN_BUT_FOR = { 'resumed-after-416': 'exchange-cut-off', 'http-1.0': 'wrong-http-version' };

/** The rules that found an error or a warning in a conversation. */
function complaints(name: string): string[] {
  const sample = SAMPLES.find((candidate) => candidate.name === name);
  if (!sample) throw new Error(`no conversation ${name}`);
  return findingsOf(analyse(sample.events)).flatMap(({ severity, rule }) => (severity === 'note' ? [] : [rule]));
}

describe('all conversations together', () => {
  const found = SAMPLES.flatMap(({ events }) => analyse(events)).flatMap((event) => (event.type === 'finding' ? [event.finding.rule] : []));

  it.each(RULES.map(({ id }) => id))('let the rule %s fire at least once', (id) => {
    expect(found).toContain(id);
  });

  it.each(CLEAN)('find no error and no warning in %s', (name) => {
    expect(complaints(name)).toEqual([]);
  });

  it.each(Object.entries(CLEAN_BUT_FOR))('find nothing in %s but %s', (name, rule) => {
    expect(complaints(name)).toEqual([rule]);
  });
});
