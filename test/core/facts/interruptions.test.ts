import { describe, expect, it } from 'vitest';
import type { NoAck, Ping } from '../../../proxy/core/bits/packet.ts';
import { Interruptions } from '../../../proxy/core/facts/interruptions.ts';
import { request } from '../../kit/exchange.ts';
import { Talk } from '../../kit/talk.ts';

const interruptions = (talk: Talk) => talk.session().facts.interruptions;
const begun = () => new Talk().begin().stored('0-99/300');

describe('an interruption', () => {
  it('names its cause, the bytes that were sent and the offset that the server had asked for', () => {
    const talk = begun().fragment('100-199/300', { came: 60 }).cut('server', 'reset');
    expect(interruptions(talk)).toEqual([
      {
        ...{ exchange: 'x3', packet: 'fragment', at: talk.at, cause: { by: 'server', how: 'reset' } },
        ...{ bodySent: 60, wasted: 60, asked: 100n },
      },
    ]);
  });

  it('says how long its request had waited, once all of it was sent', () => {
    const talk = begun().fragment('100-199/300').silence(300_000).cut('client', 'fin');
    expect(interruptions(talk)[0]?.waitedMs).toBeCloseTo(300_010, 3);
  });

  it.each([408, 429, 500, 503])('is a %s, too', (status) => {
    expect(interruptions(begun().fragment('100-199/300').answer(status))).toMatchObject([
      { cause: { how: 'status', status }, bodySent: 100 },
    ]);
  });

  it.each([
    [400, undefined],
    [416, undefined],
    [501, undefined],
    [505, undefined],
    [500, '0x8020001F'],
    [500, '0x80200020'],
    [500, '0x80070070'],
  ])('is no %s with %s: that does not pass by waiting', (status, error) => {
    expect(
      interruptions(
        begun()
          .fragment('100-199/300')
          .answer(status, error === undefined ? {} : { error }),
      ),
    ).toEqual([]);
  });

  it('ends with the next packet: how long it was silent, and where the next Fragment began', () => {
    const talk = begun().fragment('100-199/300', { came: 60 }).cut('server').silence(2_000).ping().answer(200).fragment('160-299/300');
    expect(interruptions(talk)).toMatchObject([{ silenceMs: expect.closeTo(2_020, 3), given: 160n, wasted: 0 }]);
  });

  it('has wasted what the server asks for again', () => {
    const talk = begun().fragment('100-199/300', { came: 60 }).cut('server').fragment('160-299/300').answer(416, { next: 130 });
    expect(interruptions(talk)).toMatchObject([{ given: 160n, wasted: 30 }]);
  });

  it('has wasted no more than was sent, wherever the client begins again', () => {
    const talk = begun().fragment('100-199/300', { came: 60 }).cut('server').stored('0-299/300');
    expect(interruptions(talk)).toMatchObject([{ given: 0n, wasted: 60 }]);
  });

  it('is followed by the next: each has its own end', () => {
    const talk = begun().fragment('100-199/300').answer(503).silence(1_000).fragment('100-199/300').answer(503);
    expect(interruptions(talk)).toMatchObject([{ exchange: 'x3', silenceMs: expect.closeTo(1_010, 3), given: 100n }, { exchange: 'x4' }]);
    expect(interruptions(talk)[1]).not.toHaveProperty('silenceMs');
  });
});

describe('many interruptions', () => {
  const ping = (exchange: string): Ping => ({
    ...{ type: 'ping', exchange, connection: 'c1', at: 0, method: 'BITS_POST', target: '/', path: '/' },
  });
  const noAck = (exchange: string): NoAck => ({
    ...{ type: 'no-ack', exchange, connection: 'c1', at: 0, answers: 'ping', cutOff: { by: 'server', how: 'reset' } },
    ...{ bodySent: 0, answerBegun: false },
  });

  it('are kept up to a limit, the latest, and the rest is counted', () => {
    const kept = new Interruptions(3);
    for (const exchange of ['x1', 'x2', 'x3', 'x4', 'x5'])
      kept.answered(ping(exchange), noAck(exchange), request('BITS_POST', '/'), undefined);
    expect(kept.list.map(({ exchange }) => exchange)).toEqual(['x3', 'x4', 'x5']);
    expect(kept.earlier).toBe(2);
  });
});
