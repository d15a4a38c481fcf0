import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeOrder } from '../../../proxy/core/capture/time-order.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';

const tick = (at: number): WireEvent => ({ type: 'tick', at });

function order(events: readonly WireEvent[], maxBytes = 1_000_000) {
  const told: WireEvent[] = [];
  const kept = new TimeOrder((event) => told.push(event), maxBytes);
  for (const event of events) kept.add(event);
  const early = told.length;
  kept.flush();
  return { told, early, late: kept.late };
}

describe('events of several connections', () => {
  it('come in the order of their times, and of the same time as they were put in', () => {
    const event = fc.record({ at: fc.integer({ min: 0, max: 20 }), code: fc.string({ maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(event), (said) => {
        const events = said.map(({ at, code }, index): WireEvent => ({ type: 'fault', at, code, message: String(index) }));
        expect(order(events).told).toEqual(events.toSorted((a, b) => a.at - b.at));
      }),
    );
  });

  it('of a higher rank come behind others of their time that are put in later', () => {
    const told: WireEvent[] = [];
    const kept = new TimeOrder((event) => told.push(event), 1_000_000);
    const closed: WireEvent = { type: 'closed', at: 5, connection: 'c1', by: 'server', how: 'fin' };
    kept.add(closed, 2);
    kept.add(tick(5));
    kept.add(tick(6));
    kept.flush();
    expect(told).toEqual([tick(5), closed, tick(6)]);
  });

  it('are held back only as long as they are few', () => {
    const { told, early, late } = order([tick(3), tick(1), tick(2)], 600);
    expect(early).toBe(1);
    expect(late).toBe(0);
    expect(told).toEqual([tick(1), tick(2), tick(3)]);
  });

  it('that come too late are told as if they had happened then', () => {
    const bytes = new Uint8Array(500);
    const data = (at: number): WireEvent => ({ type: 'data', at, connection: 'c1', from: 'client', bytes });
    const { told, late } = order([data(7), tick(1)], 800);
    expect(told).toEqual([tick(1), data(7)]);
    expect(late).toBe(0);
    const again = order([data(7), data(8), tick(1)], 800);
    expect(again.told).toEqual([data(7), tick(7), data(8)]);
    expect(again.late).toBe(1);
  });
});
