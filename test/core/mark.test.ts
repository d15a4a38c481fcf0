import { describe, expect, it } from 'vitest';
import { isNews, MAX_COMMENT, placeId, placeOfPacket, placeOfSession, readMarkChange } from '../../proxy/core/mark.ts';
import { MARKED_AT, marked, packetPlace, sessionPlace, unmarked } from '../kit/marks.ts';
import { recorded } from '../kit/recorded.ts';
import { Talk } from '../kit/talk.ts';

describe('a change of a mark', () => {
  it.each([
    ['on a session', marked(sessionPlace(), 'two\nlines')],
    ['on a session that has no id of the server yet', marked({ on: 'session', client: 'a', at: 1, name: '' })],
    ['on an answer', marked(packetPlace({ on: 'answer', nth: 3 }), 'x'.repeat(MAX_COMMENT))],
    ['that removes', unmarked(packetPlace())],
  ])('is read as it was written: %s', (_, change) => {
    expect(readMarkChange(JSON.parse(JSON.stringify(change)))).toEqual(change);
  });

  const place = packetPlace();
  it.each([
    ['nothing', null],
    ['a text', 'mark'],
    ['a mark on nothing', { ...marked(place), place: null }],
    ['a mark on something unheard of', { ...marked(place), place: { ...place, on: 'body' } }],
    ['a comment that is too long', marked(place, 'x'.repeat(MAX_COMMENT + 1))],
    ['a comment that is no text', { ...marked(place), comment: 1 }],
    ['a time that is none', marked(place, '', Number.NaN)],
    ['a time beyond all dates', marked(place, '', 1e300)],
    ['a packet that is counted in halves', marked(packetPlace({ nth: 0.5 }))],
    ['a name without end', marked(packetPlace({ name: 'x'.repeat(100_000) }))],
  ])('is not: %s', (_, value) => {
    expect(readMarkChange(value)).toBeUndefined();
  });

  it('is news where it is later than what is known, or another of the same moment', () => {
    const known = marked(place, 'a', MARKED_AT);
    expect(isNews(known, undefined)).toBe(true);
    expect(isNews(known, known)).toBe(false);
    expect(isNews(marked(place, 'b', MARKED_AT - 1), known)).toBe(false);
    expect(isNews(marked(place, 'b', MARKED_AT), known)).toBe(true);
    expect(isNews(unmarked(place, MARKED_AT + 1), known)).toBe(true);
  });
});

describe('the place of a mark', () => {
  const { timeline } = recorded(new Talk().begin('{7}').stored('0-99/300').events);
  const session = [...timeline.sessions.values()][0];
  const rows = [...timeline.rows.values()];

  it('of a session says whose it is, when it began and what the server calls it', () => {
    expect(session && placeOfSession(session)).toMatchObject({
      on: 'session',
      sessionId: '{7}',
      at: session?.createdAt,
      name: session?.fileName,
    });
  });

  it('of a packet is on its connection, at the moment when its request began', () => {
    const exchange = rows[1]?.exchange;
    const place = exchange && placeOfPacket(exchange, 'answer', { client: 'a:1', name: 'n', before: () => undefined });
    expect(place).toEqual({ on: 'answer', client: 'a:1', at: exchange?.request?.startedAt, nth: 0, name: 'n' });
  });

  it('counts the requests before it that began at the same moment, as those do that a client sent without waiting', () => {
    const request = 'BITS_POST /a HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n';
    const { timeline: piped } = recorded(new Talk().raw('client', request.repeat(3)).events);
    const exchanges = [...piped.rows.values()].map(({ exchange }) => exchange);
    const before = (id: string) => exchanges.find((exchange) => exchange.id === id);
    const places = exchanges.map((exchange) => placeOfPacket(exchange, 'request', { client: 'a:1', name: '', before }));
    expect(places.map((place) => place?.on === 'request' && place.nth)).toEqual([0, 1, 2]);
    expect(new Set(places.map((place) => place && placeId(place))).size).toBe(3);
  });
});
