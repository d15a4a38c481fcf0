import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import { parse, stringify } from '../../proxy/core/json.ts';
import type { SessionView } from '../../proxy/core/timeline.ts';
import { ENDINGS, verdict } from '../../proxy/core/verdict.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { allSamples, analyse } from '../kit/samples.ts';

const SAMPLES = allSamples();

/** What a person would say of each conversation. */
const SENTENCES: Readonly<Record<string, string>> = {
  'ack-beyond-sent':
    'Closed as complete, but 200 of 300 bytes were never seen sent: the server acknowledged bytes that it can hardly have.',
  'clean-upload': 'Complete: 11 bytes in 2 Fragments and 89 ms.',
  'close-retried': 'Complete: 100 bytes in 1 Fragment and 70 ms, in spite of 1 interruption.',
  'create-without-id': 'Stopped by the server: it answered 200 to the Create-Session but gave no session id, so that nothing can follow.',
  dialects: 'Complete: 20 bytes in 2 Fragments and 70 ms.',
  'early-answer': 'Complete: 100 bytes in 3 Fragments and 120 ms; 100 bytes went twice.',
  'fragment-gap': 'Complete: 300 bytes in 2 Fragments and 70 ms; 100 bytes went twice.',
  'fragment-overlap': 'Complete: 300 bytes in 4 Fragments and 110 ms, in spite of 1 interruption; 150 bytes went twice.',
  garbage: 'Starting: 1 packet, no Create-Session yet.',
  'ignores-server-offset': 'Out of step: the server answered 416 at offset 200 and asks for 150; the client has not gone back so far.',
  'joined-in-the-middle': 'Complete: 300 bytes in 2 Fragments and 50 ms. Its beginning was not seen.',
  'length-mismatch':
    'Stopped by the server, with 0 of 100 bytes acknowledged: it answered 400 (0x80070057) to the Fragment at 0, which means: in its view the request broke a rule of the protocol.',
  ntlm: 'Complete: 100 bytes in 1 Fragment and 110 ms.',
  'packet-after-close':
    'Complete: 100 of 100 bytes acknowledged and closed; afterwards the client sent the Fragment at 0 of the same session, which got 500 (0x8020001F).',
  'premature-close':
    'Closed too early by the client: 100 of 300 bytes were acknowledged, 200 are missing, and the server accepted the Close-Session.',
  'premature-close-refused':
    'Closed too early by the client: it sent Close-Session with 100 of 300 bytes acknowledged, and the server refused that with 400.',
  'reply-lost':
    'Uploaded, but closed by the client before its reply was fetched: 100 of 100 bytes acknowledged, and 40 of 100 bytes of the reply were seen fetched.',
  'resumed-after-416': 'Complete: 300 bytes in 4 Fragments and 2 s, in spite of 1 interruption; 200 bytes went twice.',
  'server-down': 'The server could not be reached, so that the Ping got no answer; no byte sent.',
  'unknown-session':
    'Stopped by the server: it does not know this session (0x8020001F), which was not seen created; the client has not started over so far.',
  'unknown-session-not-signalled':
    'Stopped by the server: it answered 400 (0x80070057) to the Fragment at 0, of a session that was not seen created; most likely it does not know the session.',
  'verb-blocked': 'Stopped before BITS: 405 to the Create-Session, with no BITS header, so that nobody who speaks BITS may have seen it.',
  'windows-upload-reply': 'Complete: 4,096 bytes in 1 Fragment and 1.1 s; its reply of 1,000 bytes was fetched.',
};

function viewsOf(events: readonly WireEvent[]): SessionView[] {
  return analyse(events).flatMap((event) => (event.type === 'session' ? [event.session] : []));
}

const sampleNamed = (name: string) => SAMPLES.find((sample) => sample.name === name)?.events ?? [];

describe('the verdict', () => {
  it.each(Object.entries(SENTENCES))('on %s is one sentence', (name, sentence) => {
    const last = viewsOf(sampleNamed(name)).at(-1);
    expect(last && verdict(last).sentence).toBe(sentence);
  });

  it.each(SAMPLES)('on $name is the same on the far side of JSON', ({ events }) => {
    const views = viewsOf(events);
    const returned = views.map((view) => parse(stringify(view)) as SessionView);
    expect(returned.map((view) => verdict(view))).toEqual(views.map((view) => verdict(view)));
  });

  it('blames nobody for a complete upload', () => {
    for (const name of ['clean-upload', 'windows-upload-reply', 'resumed-after-416', 'ntlm'])
      expect(
        viewsOf(sampleNamed(name))
          .map((view) => verdict(view).stoppedBy)
          .at(-1),
      ).toBe('nobody');
  });
});

/** What nobody should read. */
const NONSENSE = /undefined|NaN|null|\[object|Infinity|\bfalse\b|\btrue\b/;

function expectSense(view: SessionView, at?: number): void {
  const { sentence, advice = '' } = verdict(view, at);
  expect(sentence).not.toMatch(NONSENSE);
  expect(advice).not.toMatch(NONSENSE);
  expect(sentence).toMatch(/^[A-Z].*\.$/s);
}

/** One of many ways in which traffic differs from what it should be. */
function mutate(events: readonly WireEvent[], place: number, how: number): WireEvent[] {
  const index = place % events.length;
  const event = events[index];
  if (!event) return [...events];
  switch (how % 7) {
    case 0:
      return events.toSpliced(index, 1);
    case 1:
      return events.toSpliced(index, 0, event);
    case 2:
      return events.slice(0, index + 1);
    case 3:
      return events.slice(index);
    case 4:
      return events.toSpliced(index, 1, {
        type: 'closed',
        at: event.at,
        connection: 'c1',
        by: place % 2 ? 'server' : 'client',
        how: 'reset',
      });
    case 5:
      return [...events, { type: 'traffic-ended', at: event.at + 1_000 }];
    default:
      return event.type === 'data' ? events.toSpliced(index, 1, { ...event, bytes: altered(event.bytes, place, how) }) : [...events];
  }
}

/** A status, an offset or a name becomes another one. */
function altered(bytes: Uint8Array, place: number, how: number): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const statuses = ['200', '201', '302', '400', '401', '403', '404', '407', '408', '413', '416', '429', '500', '501', '503', '504', '505'];
  const status = statuses[place % statuses.length] ?? '200';
  const changed = how % 2 ? text.replace(/^HTTP\/1\.1 \d+/, `HTTP/1.1 ${status}`) : text.replace(/\d+(?=\r\n)/, `${place}`);
  return Buffer.from(changed, 'latin1');
}

describe('of any session', () => {
  const traffic = fc.record({
    sample: fc.nat(SAMPLES.length - 1),
    changes: fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000)), { minLength: 1, maxLength: 6 }),
  });

  it('the verdict makes sense at every moment, whatever happens to the traffic', () => {
    fc.assert(
      fc.property(traffic, ({ sample, changes }) => {
        const events = changes.reduce<readonly WireEvent[]>(
          (so, [place, how]) => (so.length > 0 ? mutate(so, place, how) : so),
          SAMPLES[sample]?.events ?? [],
        );
        const analyzer = new Analyzer();
        for (const event of events)
          for (const told of analyzer.feed(event))
            if (told.type === 'session') {
              expectSense(told.session);
              expectSense(told.session, told.at + 600_000);
            }
      }),
      { numRuns: 300 },
    );
  });

  it('the verdict makes sense in every state, whatever else is known of it', () => {
    const views = SAMPLES.flatMap(({ events }) => viewsOf(events));
    const states = Object.keys(ENDINGS) as SessionView['state'][];
    for (const view of views) for (const state of states) expectSense({ ...view, state });
  });
});
