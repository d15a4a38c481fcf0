import { expect, it } from 'vitest';
import { decodeAnswer, decodeRequest } from '../../../../proxy/core/bits/decode.ts';
import { exchange, request, response } from '../../../kit/exchange.ts';

it('decodes a Ping without a session id, and its Ack', () => {
  const headers = { 'BITS-Packet-Type': 'Ping', Host: 'bits.example.test', 'Content-Length': '0' };
  const whole = exchange({
    request: request('BITS_POST', '/inbox/report.bin', headers),
    response: response(200, { 'BITS-Packet-Type': 'Ack' }),
  });
  const packet = decodeRequest(whole);
  expect(packet).toMatchObject({ type: 'ping', host: 'bits.example.test', contentLength: 0 });
  expect(packet).toMatchObject({ sessionId: undefined });
  expect(packet && decodeAnswer(whole, packet)).toMatchObject({ type: 'ping-ack', status: 200, packetType: 'Ack', bits: true });
});
