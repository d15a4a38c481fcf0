import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import { placeId, placeOfPacket, placeOfSession } from '../../proxy/core/mark.ts';
import { MarkFinder, marksOf } from '../../proxy/core/mark-finder.ts';
import { Timeline } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { marked, packetPlace, sessionPlace, unmarked } from '../kit/marks.ts';
import { withTick } from '../kit/samples.ts';
import { Talk } from '../kit/talk.ts';

/** Traffic that is read, with what finds marks in it. `maxExchanges` as in `FinderParts`. */
function reading(events: readonly WireEvent[], maxExchanges = 1_000) {
  const timeline = new Timeline();
  const clientOf = (id: string) => timeline.connections.get(id)?.client;
  const finder = new MarkFinder({ clientOf, sessions: () => timeline.sessions.values(), maxExchanges });
  const analyzer = new Analyzer();
  for (const event of withTick(events)) {
    const told = analyzer.feed(event);
    finder.take(told);
    for (const one of told) timeline.apply(one);
  }
  const exchange = (id: string) => timeline.rows.get(id)?.exchange;
  const placeOf = (id: string, side: 'request' | 'answer') => {
    const found = exchange(id);
    const place = found && placeOfPacket(found, side, { client: clientOf(found.connection) ?? '', name: '', before: exchange });
    if (!place) throw new Error(`no ${id}`);
    return place;
  };
  return { timeline, finder, placeOf };
}

const upload = new Talk().begin().stored('0-99/300').stored('100-199/300').events;

/** The same traffic, where other traffic came before it: all our ids are others. */
const behindOthers = [
  ...new Talk()
    .ping()
    .answer(200)
    .events.map((event) => ({
      ...event,
      at: event.at - 60_000,
      ...('connection' in event && { connection: 'c9' }),
      ...(event.type === 'opened' && { client: '198.51.100.1:1' }),
    })),
  ...upload,
];

describe('what a mark is on', () => {
  it('is found again where ids are others', () => {
    const live = reading(upload);
    const later = reading(behindOthers);
    const places = [live.placeOf('x2', 'request'), live.placeOf('x3', 'answer')];
    const session = live.timeline.sessions.get('s1');
    if (session) places.push(placeOfSession(session));
    expect([...later.finder.find(places).values()]).toEqual([{ exchange: 'x3' }, { exchange: 'x4' }, { session: 's2' }]);
  });

  it('is found though a recording rounds its time', () => {
    const { finder, placeOf } = reading(upload);
    const place = placeOf('x2', 'request');
    expect(finder.find([{ ...place, at: place.at + 0.0007 }]).size).toBe(1);
    expect(finder.find([{ ...place, at: place.at - 0.0007 }]).size).toBe(1);
    expect(finder.find([{ ...place, at: place.at + 0.01 }]).size).toBe(0);
  });

  it('is told from others of the same moment', () => {
    const request = 'BITS_POST /a HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n';
    const { finder, placeOf } = reading(new Talk().raw('client', request.repeat(3)).events);
    const places = ['x1', 'x2', 'x3'].map((id) => placeOf(id, 'request'));
    expect(places.map((place) => finder.find(places).get(placeId(place)))).toEqual([
      { exchange: 'x1' },
      { exchange: 'x2' },
      { exchange: 'x3' },
    ]);
  });

  it('is nothing where it was said on the connection of another client, or is not in this traffic', () => {
    const { finder, placeOf } = reading(upload);
    const place = placeOf('x2', 'request');
    expect(finder.find([{ ...place, client: '203.0.113.1:5' }, packetPlace({ at: 5 }), sessionPlace({ at: 5 })]).size).toBe(0);
  });

  it('is a session by its id, where its beginning is not there', () => {
    const { finder, timeline } = reading(upload);
    const sessionId = timeline.sessions.get('s1')?.sessionId ?? '';
    expect([...finder.find([sessionPlace({ at: 1, sessionId })]).values()]).toEqual([{ session: 's1' }]);
  });

  it('is not found beyond the exchanges that are remembered', () => {
    const { finder, placeOf } = reading(upload, 2);
    expect([...finder.find(['x2', 'x3'].map((id) => placeOf(id, 'request'))).values()]).toEqual([{ exchange: 'x2' }]);
  });
});

describe('the marks that stand', () => {
  it('are those that were not removed, on what was found of them', () => {
    const [packet, session, gone] = [packetPlace(), sessionPlace(), sessionPlace({ at: 9 })];
    const found = new Map([
      [placeId(packet), { exchange: 'x7' }],
      [placeId(session), { session: 's2' }],
    ]);
    const marks = marksOf([marked(packet, 'a'), marked(session), unmarked(gone)], found, () => 's1');
    expect(marks.map(({ comment, session: where, exchange }) => [comment, where, exchange])).toEqual([
      ['a', 's1', 'x7'],
      ['', 's2', undefined],
    ]);
  });

  it('are on nothing where the exchange is not shown', () => {
    const found = new Map([[placeId(packetPlace()), { exchange: 'x7' }]]);
    expect(marksOf([marked(packetPlace())], found, () => undefined)).toMatchObject([{ comment: '' }]);
    expect(marksOf([marked(packetPlace())], found, () => undefined)[0]).not.toHaveProperty('exchange');
  });
});
