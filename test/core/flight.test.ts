import { describe, expect, it } from 'vitest';
import { countResponse, endsUnannounced, type Flight, leave, type Tracked, track } from '../../proxy/core/flight.ts';
import type { HttpResponse } from '../../proxy/core/http/message.ts';
import { exchange, response } from '../kit/exchange.ts';

const answer = (headers = {}, options = {}) => response(200, { 'Content-Length': '0', ...headers }, { endedAt: 1100, ...options });
const flight = (id: string): Flight => ({
  exchange: exchange({ id }),
  kind: 'other',
  counted: 0,
  stale: false,
  told: false,
  judged: false,
});

/** A connection on which these answers came, the last of them at 1100 ms. */
function answered(...answers: readonly HttpResponse[]): Tracked {
  const connection = track({ id: 'c1', client: '192.0.2.10:50211', openedAt: 0 });
  for (const each of answers) countResponse(connection, each);
  return connection;
}

describe('a connection', () => {
  it('begins without answers', () => {
    expect(answered().facts).toEqual({ id: 'c1', answered: 0, closeAnnounced: false, serverEnded: false });
  });

  it('counts its answers, and knows what the last one said of its end', () => {
    expect(answered(answer({ Connection: 'close' }), answer()).facts).toMatchObject({ answered: 2, closeAnnounced: false });
    expect(answered(answer(), answer({ Connection: 'close' })).facts).toMatchObject({ answered: 2, closeAnnounced: true });
  });

  it('keeps that the server had ended it before an answer was counted', () => {
    const connection = answered();
    connection.facts = { ...connection.facts, serverEnded: true };
    countResponse(connection, answer());
    expect(connection.facts).toMatchObject({ answered: 1, serverEnded: true });
  });

  it('leaves facts that were given out as they were', () => {
    const connection = answered(answer());
    const given = connection.facts;
    countResponse(connection, answer());
    expect(given.answered).toBe(1);
  });

  it('lets an exchange go, whichever it is', () => {
    const connection = answered();
    const flights = ['x1', 'x2', 'x3'].map(flight);
    connection.flights.push(...flights);
    for (const index of [1, 0]) leave(connection, flights[index] ?? flight('x9'));
    leave(connection, flight('x9'));
    expect(connection.flights).toEqual([flights[2]]);
  });
});

describe('an end by the server', () => {
  it('is unannounced right behind an answer that did not tell it', () => {
    expect(endsUnannounced(answered(answer()), 1101)).toBe(true);
    expect(endsUnannounced(answered(answer()), 2099)).toBe(true);
  });

  it('is a time-out after a second without a request', () => {
    expect(endsUnannounced(answered(answer()), 2100)).toBe(false);
  });

  it('was announced by Connection: close, and by HTTP/1.0', () => {
    expect(endsUnannounced(answered(answer({ Connection: 'close' })), 1101)).toBe(false);
    expect(endsUnannounced(answered(answer({}, { version: '1.0' })), 1101)).toBe(false);
  });

  it('is something else without an answer, behind the end of the client, and in the middle of an exchange', () => {
    expect(endsUnannounced(answered(), 1)).toBe(false);
    expect(endsUnannounced({ ...answered(answer()), clientEnded: true }, 1101)).toBe(false);
    expect(endsUnannounced({ ...answered(answer()), flights: [flight('x2')] }, 1101)).toBe(false);
  });

  it('counts once, though its FIN and its close are both seen', () => {
    const connection = answered(answer());
    connection.facts = { ...connection.facts, serverEnded: true };
    expect(endsUnannounced(connection, 1102)).toBe(false);
  });
});
