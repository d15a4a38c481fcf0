import { expect, it } from 'vitest';
import { track } from '../../proxy/core/flight.ts';
import { Pairing } from '../../proxy/core/http/pairing.ts';
import { Tracker } from '../../proxy/core/tracker.ts';

it('an answer that nobody asked for is over with its end', () => {
  const told: string[] = [];
  const tracker = new Tracker((fact) => told.push(fact.type), {});
  const connection = track({ id: 'c1', client: '192.0.2.10:50211', openedAt: 0 });
  const pairing = new Pairing('c1', { nextId: () => `x${told.length}` });
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx');
  for (const step of pairing.read('server', bytes, 0)) tracker.take(step, connection);
  expect(told).toContain('exchange');
  expect(connection.flights).toEqual([]);
});
