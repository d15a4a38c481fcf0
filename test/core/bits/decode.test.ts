import { describe, expect, it } from 'vitest';
import { decodeAnswer, decodeRequest } from '../../../proxy/core/bits/decode.ts';
import type { Ack, NoAck, RequestPacket } from '../../../proxy/core/bits/packet.ts';
import type { Exchange } from '../../../proxy/core/http/exchange.ts';
import { exchange, type HeaderList, type MessageOptions, request, response } from '../../kit/exchange.ts';

const SESSION = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';

function packet(headers: HeaderList, method = 'BITS_POST'): RequestPacket | undefined {
  return decodeRequest(exchange({ request: request(method, '/inbox/report.bin', headers) }));
}

function answer(parts: Partial<Exchange>): Ack | NoAck {
  const whole = exchange(parts);
  const decoded = decodeRequest(whole);
  if (!decoded) throw new Error('The test needs a BITS request.');
  return decodeAnswer(whole, decoded);
}

const fragment = (options: MessageOptions = {}) =>
  request(
    'BITS_POST',
    '/inbox/report.bin',
    { 'BITS-Packet-Type': 'Fragment', 'Content-Range': 'bytes 0-5/11', 'Content-Length': '6' },
    options,
  );

describe('a request', () => {
  it('that is not BITS is no packet, nor is an answer without a request', () => {
    expect(packet({ Host: 'a.test' }, 'GET')).toBeUndefined();
    expect(decodeRequest(exchange({ response: response(200), outcome: 'unsolicited' }))).toBeUndefined();
  });

  it('is decoded before its body has come', () => {
    const sending = exchange({ request: fragment({ state: 'partial', bodyLength: 2 }), outcome: 'sending' });
    expect(decodeRequest(sending)).toMatchObject({ type: 'fragment', contentLength: 6 });
  });

  it.each([
    ['Ping', 'ping'],
    ['Create-Session', 'create-session'],
    ['CREATE-SESSION', 'create-session'],
    ['fragment', 'fragment'],
    [' Close-Session ', 'close-session'],
    ['cAnCeL-sEsSiOn', 'cancel-session'],
  ])('of packet type %j is a %s', (packetType, type) => {
    expect(packet({ 'BITS-Packet-Type': packetType })).toMatchObject({ type, packetType });
  });

  it('is decoded with any method and any case of its header names', () => {
    const headers = { 'bits-packet-type': 'Ping', 'BITS-SESSION-ID': SESSION };
    expect(packet(headers, 'POST')).toMatchObject({ type: 'ping', method: 'POST', sessionId: SESSION });
    expect(packet({ ...headers, 'X-Http-Method-Override': 'BITS_POST' }, 'POST')).toMatchObject({ type: 'ping', sessionId: SESSION });
  });

  it.each([
    [{}, 'BITS-Packet-Type is missing'],
    [{ 'BITS-Packet-Type': '' }, 'BITS-Packet-Type is empty'],
    [{ 'BITS-Packet-Type': 'Ack' }, 'BITS-Packet-Type is "Ack": only a server sends that'],
    [{ 'BITS-Packet-Type': 'Upload' }, 'BITS-Packet-Type is "Upload", which is no packet type'],
    [{ 'BITS-Packet-Type': 'constructor' }, 'BITS-Packet-Type is "constructor", which is no packet type'],
  ])('of no known type is malformed and says why: %j', (headers: HeaderList, reason) => {
    expect(packet(headers)).toMatchObject({ type: 'malformed', reason });
  });

  it('shows the beginning of a very long type, and its length', () => {
    const packetType = 'x'.repeat(5000);
    const reason = `BITS-Packet-Type is "${'x'.repeat(100)}…" (5000 characters), which is no packet type`;
    expect(packet({ 'BITS-Packet-Type': packetType })).toMatchObject({ type: 'malformed', packetType, reason });
  });
});

describe('an answer', () => {
  it.each([
    ['Ping', 'ping-ack'],
    ['Create-Session', 'create-session-ack'],
    ['Fragment', 'fragment-ack'],
    ['Close-Session', 'close-session-ack'],
    ['Cancel-Session', 'cancel-session-ack'],
    ['Nonsense', 'malformed-ack'],
  ])('to %s is a %s', (packetType, type) => {
    const headers = { 'BITS-Packet-Type': packetType };
    expect(answer({ request: request('BITS_POST', '/', headers), response: response(200) })).toMatchObject({ type, status: 200 });
  });

  it('counts when it was complete, even if the exchange was cut off while the request was on its way', () => {
    const early = { request: fragment({ state: 'partial', bodyLength: 2 }), response: response(413), outcome: 'cut-off' as const };
    expect(answer({ ...early, cutOff: { by: 'server', how: 'reset' } })).toMatchObject({ type: 'fragment-ack', status: 413 });
  });
});

describe('a request without an answer', () => {
  it('is a no-ack that says who ended it and how much was sent', () => {
    const cutOff = { by: 'client', how: 'reset' } as const;
    const dropped = exchange({ request: fragment({ state: 'partial', bodyLength: 2 }), outcome: 'cut-off', cutOff });
    const decoded = decodeRequest(dropped);
    expect(decoded && decodeAnswer(dropped, decoded, 1500)).toEqual({
      type: 'no-ack',
      exchange: 'x1',
      connection: 'c1',
      at: 1500,
      answers: 'fragment',
      cutOff,
      bodySent: 2,
      answerBegun: false,
    });
  });

  it('knows when an answer had begun', () => {
    const half = response(200, { 'Content-Length': '500' }, { state: 'partial', bodyLength: 20 });
    const cutOff = { by: 'server', how: 'fin' } as const;
    expect(answer({ request: fragment(), response: half, outcome: 'cut-off', cutOff })).toMatchObject({
      type: 'no-ack',
      cutOff,
      answerBegun: true,
    });
  });

  it('stays one when the tap answers itself', () => {
    const parts = { request: fragment(), response: response(502), answeredBy: 'proxy' as const };
    expect(answer(parts)).toMatchObject({ type: 'no-ack', cutOff: { by: 'proxy', how: 'failed' }, answerBegun: false, bodySent: 6 });
    const cutOff = { by: 'proxy', how: 'failed', reason: 'connection refused' } as const;
    expect(answer({ ...parts, cutOff })).toMatchObject({ cutOff });
  });

  it('has the reason why an answer could not be read', () => {
    const parts = {
      request: fragment(),
      outcome: 'malformed' as const,
      unreadable: { from: 'server' as const, reason: 'no status line', offset: 0 },
    };
    expect(answer(parts)).toMatchObject({ cutOff: { by: 'server', how: 'failed', reason: 'no status line' }, answerBegun: true });
    expect(answer({ ...parts, cutOff: { by: 'client', how: 'fin' } })).toMatchObject({
      cutOff: { by: 'client', how: 'fin', reason: 'no status line' },
    });
  });

  it('takes the last that was seen for its time when nobody tells it', () => {
    expect(answer({ request: fragment({ startedAt: 1000, endedAt: 1040 }), outcome: 'cut-off' })).toMatchObject({ at: 1040 });
  });
});
