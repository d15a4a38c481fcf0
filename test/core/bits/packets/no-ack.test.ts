import { expect, it } from 'vitest';
import { decodeNoAck } from '../../../../proxy/core/bits/packets/no-ack.ts';
import { exchange, request, response } from '../../../kit/exchange.ts';

it('has the time that it is told, else that of the last byte or head that was seen', () => {
  const ping = request('BITS_POST', '/', {}, { startedAt: 1000, endedAt: 1010 });
  const begun = response(200, {}, { startedAt: 1100, state: 'partial' });
  expect(decodeNoAck(exchange({ request: ping }), 'ping', 1200).at).toBe(1200);
  expect(decodeNoAck(exchange({ request: ping }), 'ping').at).toBe(1010);
  expect(decodeNoAck(exchange({ request: ping, response: begun }), 'ping').at).toBe(1100);
});

it('blames the client for bytes of its own that cannot be read', () => {
  const unreadable = { from: 'client', reason: 'two lengths', offset: 0 } as const;
  expect(decodeNoAck(exchange({ unreadable, outcome: 'malformed' }), 'fragment')).toMatchObject({
    cutOff: { by: 'client', how: 'failed', reason: 'two lengths' },
    answerBegun: false,
    bodySent: 0,
  });
});
