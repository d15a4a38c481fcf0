import { expect, it } from 'vitest';
import { decodeAnswer, decodeRequest } from '../../../../proxy/core/bits/decode.ts';
import { exchange, request, response } from '../../../kit/exchange.ts';

it('decodes a Close-Session with a name, as Windows sends it, and an Ack without a session id, as IIS does', () => {
  const headers = { 'BITS-Packet-Type': 'Close-Session', 'BITS-Session-Id': '{AB}', 'Content-Name': 'report.bin' };
  const whole = exchange({
    request: request('BITS_POST', '/inbox/report.bin', headers),
    response: response(200, { 'BITS-Packet-Type': 'Ack' }),
  });
  const packet = decodeRequest(whole);
  expect(packet).toMatchObject({ type: 'close-session', sessionId: '{AB}', contentName: 'report.bin' });
  const ack = packet && decodeAnswer(whole, packet);
  expect(ack).toMatchObject({ type: 'close-session-ack', status: 200 });
  expect(ack).toMatchObject({ sessionId: undefined });
});
