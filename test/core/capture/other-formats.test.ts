import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { pieces, readCapture } from '../../kit/captured.ts';
import { describeTimeline } from '../../kit/describe-timeline.ts';
import { eventLines } from '../../kit/event-lines-file.ts';
import { harFile, harOf } from '../../kit/har-file.ts';
import { allSamples, analyse } from '../../kit/samples.ts';
import { sazOf } from '../../kit/saz-file.ts';

const SAMPLES = allSamples();
/** What no message shows: bytes that are no HTTP, and answers without a request. */
const NOT_ONLY_EXCHANGES = ['dialect-joined-late', 'garbage'];
/** That an answer was cut off, and that a server closed behind one, is in no file of exchanges. */
const WITH_HALF_ANSWERS = ['server-closes-unannounced', 'slow-application'];
/** Who ended a connection, who answered, and which client it was are in no HAR but ours, and the first two in no SAZ. */
const WITH_ENDS = ['ack-without-an-end', 'cut-off', 'dialect-misspelt-offset', 'early-fallback', 'resumed-after-416', 'server-down'];

const FILES = new Map<string, { readonly file: (events: readonly WireEvent[]) => Uint8Array; readonly but: readonly string[] }>([
  ['JSON lines', { file: (events) => eventLines(analyse(events)), but: [] }],
  ['HAR of ours', { file: (events) => harFile(harOf(events, 'ours')), but: [...NOT_ONLY_EXCHANGES, ...WITH_HALF_ANSWERS] }],
  [
    'HAR without bodies',
    {
      file: (events) => harFile(harOf(events, 'plain')),
      but: [...NOT_ONLY_EXCHANGES, ...WITH_HALF_ANSWERS, ...WITH_ENDS, 'session-id-shared'],
    },
  ],
  // The Host header is all that a SAZ has of the server, and it is wrong in `url-rewritten`.
  ['SAZ', { file: sazOf, but: [...NOT_ONLY_EXCHANGES, ...WITH_HALF_ANSWERS, ...WITH_ENDS, 'url-rewritten'] }],
]);

/** What people are told about the file is not part of the conversation. */
function timelineOf(file: Uint8Array, conversation: readonly WireEvent[]): readonly string[] {
  const said = readCapture([file]).events.filter((event) => event.type !== 'fault' || !event.code.startsWith('capture-'));
  // No file of exchanges shows how long nothing came after the last one.
  return describeTimeline(analyse([...said, ...conversation.filter(({ type }) => type === 'traffic-ended')]));
}

describe.each([...FILES])('a conversation as %s', (_, { file, but }) => {
  it.each(SAMPLES.filter(({ name }) => !but.includes(name)))('gives its timeline: $name', ({ events, timeline }) => {
    expect(timelineOf(file(events), events)).toEqual(timeline);
  });

  it.each(but)('lacks something of %s', (name) => {
    const { events = [], timeline } = SAMPLES.find((sample) => sample.name === name) ?? {};
    expect(timelineOf(file(events), events)).not.toEqual(timeline);
  });
});

describe.each(SAMPLES)('the text of $name', ({ text, events }) => {
  it('is read as a capture', () => {
    const read = readCapture(pieces(Buffer.from(text), () => 700));
    expect(read.summary.format).toBe('txt');
    // Whether more traffic follows is not for a file to say.
    expect(read.events).toEqual(events.map((event) => (event.type === 'traffic-ended' ? { ...event, type: 'tick' } : event)));
  });
});

const CLEAN = SAMPLES.find(({ name }) => name === 'windows-upload-reply');
const ALL = [...[...FILES.values()].map(({ file }) => Buffer.from(file(CLEAN?.events ?? []))), Buffer.from(CLEAN?.text ?? '')];

describe.each(ALL.map((file) => [readCapture([file]).summary.format, file] as const))('a file (%s)', (_, file) => {
  it('tells the same in any pieces', () => {
    const whole = readCapture([file]);
    expect(whole.summary).toMatchObject({ http: whole.summary.connections, bytes: file.length, frames: 0 });
    expect(readCapture(pieces(file, () => 1))).toEqual(whole);
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 3000 }));
    fc.assert(
      fc.property(lengths, (stream) => {
        expect(readCapture(pieces(file, () => stream.next().value ?? 1))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('that is cut off anywhere is read, and time goes on in it', () => {
    fc.assert(
      fc.property(fc.nat(file.length), (length) => {
        expectInOrder(readCapture([file.subarray(0, length)]).events);
      }),
      { numRuns: 60 },
    );
  });

  it('that was changed anywhere is read, and time goes on in it', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x20, 0x22, 0x2d, 0x39, 0x5b, 0x7b, 0x7d));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const changed = Uint8Array.from(file);
        for (const [at, byte] of changes) changed[at % changed.length] = byte;
        expectInOrder(readCapture([changed]).events);
      }),
      { numRuns: 100 },
    );
  });

  it('names its connections as it is told, where several files become one timeline', () => {
    let number = 100;
    const nextConnection = () => {
      number += 1;
      return `c${number}`;
    };
    const named = readCapture([file], { nextConnection }).events.flatMap((event) => ('connection' in event ? [event.connection] : []));
    expect(new Set(named)).toEqual(new Set(Array.from({ length: number - 100 }, (_, index) => `c${index + 101}`)));
  });
});

function expectInOrder(events: readonly WireEvent[]): void {
  const last = new Map<string, number>();
  for (const event of events) {
    expect(event.at).toBeGreaterThanOrEqual(0);
    if (!('connection' in event) || event.connection === undefined) continue;
    expect(event.at).toBeGreaterThanOrEqual(last.get(event.connection) ?? 0);
    last.set(event.connection, event.at);
  }
  expect(() => analyse(events)).not.toThrow();
}
