import { expect, it } from 'vitest';
import { decodeAnswer, decodeRequest } from '../../../../proxy/core/bits/decode.ts';
import { exchange, request, response } from '../../../kit/exchange.ts';

it('decodes what else a malformed packet says, and the answer to it', () => {
  const headers = { 'BITS-Packet-Type': 'Fragmnt', 'BITS-Session-Id': '{AB}', 'Content-Length': '6' };
  const refusal = response(400, { 'BITS-Packet-Type': 'Ack', 'BITS-Error': '0x80070057' });
  const whole = exchange({ request: request('BITS_POST', '/inbox/report.bin', headers), response: refusal });
  const packet = decodeRequest(whole);
  expect(packet).toMatchObject({ type: 'malformed', packetType: 'Fragmnt', sessionId: '{AB}', contentLength: 6 });
  expect(packet && decodeAnswer(whole, packet)).toMatchObject({ type: 'malformed-ack', status: 400, error: { code: 0x80070057 } });
});
