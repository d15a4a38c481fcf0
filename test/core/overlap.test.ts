import { describe, expect, it } from 'vitest';
import { decodeRequest } from '../../proxy/core/bits/decode.ts';
import type { RequestPacket } from '../../proxy/core/bits/packet.ts';
import type { SessionEntry, WaitingPacket } from '../../proxy/core/bits/session-store.ts';
import { type BitsRequest, type Flight, type Tracked, track } from '../../proxy/core/flight.ts';
import type { Exchange } from '../../proxy/core/http/exchange.ts';
import { overlapOf } from '../../proxy/core/overlap.ts';
import { ack, caseOf, created, fragment, packet } from '../kit/case.ts';
import { exchange } from '../kit/exchange.ts';

const connection = (id: string, flights: readonly Flight[] = []): Tracked => {
  const tracked = track({ id, client: '192.0.2.10:50211', openedAt: 0 });
  tracked.flights.push(...flights);
  return tracked;
};
const entry = (...waiting: WaitingPacket[]): SessionEntry => ({
  session: created(),
  creating: 0,
  waiting,
  touched: true,
  stale: false,
  hidden: false,
  keys: new Set(),
});

/** A Ping that begins at 1000 ms: see test/kit/exchange.ts. */
const ping = decoded(exchange({ id: 'x9', request: packet('Ping') }));

function decoded(asked: Exchange): RequestPacket {
  const made = decodeRequest(asked);
  if (!made) throw new Error('no BITS request');
  return made;
}

/** A Fragment on its way; `answer` where it has begun. */
function flight(id: string, parts: Partial<Exchange> = {}, more: Partial<Flight> = {}): Flight {
  const asked = exchange({ id, request: fragment('0-99/100'), ...parts });
  const { server, connection: facts, before } = caseOf(created(), { request: fragment('0-99/100') });
  const bits: BitsRequest = { packet: decoded(asked), entry: entry(), before, server, connection: facts };
  return { exchange: asked, kind: 'bits', bits, counted: 0, stale: false, told: false, judged: false, ...more };
}

function waiting(on: Tracked, exchangeId = 'x1', since = 800): WaitingPacket {
  return { exchange: exchangeId, packet: 'fragment', since, on };
}

describe('two packets overlap', () => {
  it('of one session, on whatever connections', () => {
    const other = connection('c2', [flight('x1')]);
    expect(overlapOf(ping, entry(waiting(other)), connection('c1'))).toEqual({
      exchange: 'x1',
      packet: 'fragment',
      connection: 'c2',
      shares: 'session',
      waitedMs: 200,
      abandoned: false,
    });
  });

  it('on one connection, whatever the session', () => {
    expect(overlapOf(ping, entry(), connection('c1', [flight('x1')]))).toEqual({
      exchange: 'x1',
      packet: 'fragment',
      connection: 'c1',
      shares: 'connection',
      waitedMs: 0,
      abandoned: false,
    });
  });

  it('with the oldest that waits, and with the session before the connection', () => {
    const other = connection('c2', [flight('x1'), flight('x2')]);
    const overlap = overlapOf(ping, entry(waiting(other, 'x1', 700), waiting(other, 'x2')), connection('c1', [flight('x3')]));
    expect(overlap).toMatchObject({ exchange: 'x1', waitedMs: 300 });
  });

  it('in vain, when the client had ended the other connection', () => {
    const other = connection('c2', [flight('x1')]);
    other.clientEnded = true;
    expect(overlapOf(ping, entry(waiting(other)), connection('c1'))).toMatchObject({ abandoned: true });
  });
});

describe('two packets do not overlap', () => {
  it('when nothing waits', () => {
    expect(overlapOf(ping, entry(), connection('c1'))).toBeUndefined();
  });

  it('when the answer to the first has begun', () => {
    const begun = flight('x1', { response: ack(413), outcome: 'answering' });
    const on = connection('c1', [begun]);
    expect(overlapOf(ping, entry(waiting(on)), on)).toBeUndefined();
    expect(overlapOf(ping, entry(), on)).toBeUndefined();
  });

  it('when the first is over, or is no BITS', () => {
    const over = flight('x1', {}, { judged: true });
    const { bits: _, ...other } = flight('x2', {}, { kind: 'other' });
    expect(overlapOf(ping, entry(), connection('c1', [over, other]))).toBeUndefined();
  });
});
