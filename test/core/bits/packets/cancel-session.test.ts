import { expect, it } from 'vitest';
import { decodeAnswer, decodeRequest } from '../../../../proxy/core/bits/decode.ts';
import { exchange, request, response } from '../../../kit/exchange.ts';

it('decodes a Cancel-Session, and the Ack of a server that no longer knows the session', () => {
  const gone = { 'BITS-Packet-Type': 'ACK', 'BITS-Session-Id': '{AB}', 'BITS-Error': '0x8020001F', 'BITS-Error-Context': '0x5' };
  const headers = { 'BITS-Packet-Type': 'Cancel-Session', 'BITS-Session-Id': '{AB}' };
  const whole = exchange({ request: request('BITS_POST', '/inbox/report.bin', headers), response: response(500, gone) });
  const packet = decodeRequest(whole);
  expect(packet).toMatchObject({ type: 'cancel-session', sessionId: '{AB}' });
  expect(packet && decodeAnswer(whole, packet)).toMatchObject({
    type: 'cancel-session-ack',
    status: 500,
    packetType: 'ACK',
    error: { code: 0x8020001f, context: 5 },
  });
});
