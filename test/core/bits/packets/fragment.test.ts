import { describe, expect, it } from 'vitest';
import { decodeAnswer, decodeRequest } from '../../../../proxy/core/bits/decode.ts';
import { exchange, type HeaderList, request, response } from '../../../kit/exchange.ts';

const fragment = (headers: HeaderList) => request('BITS_POST', '/inbox/report.bin', { 'BITS-Packet-Type': 'Fragment', ...headers });
const decoded = (headers: HeaderList) => decodeRequest(exchange({ request: fragment(headers) }));

function ack(headers: HeaderList, status = 200) {
  const whole = exchange({ request: fragment({}), response: response(status, headers) });
  const packet = decodeRequest(whole);
  return packet && decodeAnswer(whole, packet);
}

describe('Fragment', () => {
  it('has its range as sent, and as numbers', () => {
    const range = { first: 0n, last: 5n, total: 11n };
    expect(decoded({ 'Content-Range': 'Bytes 0-5/11' })).toMatchObject({ type: 'fragment', rangeText: 'Bytes 0-5/11', range });
  });

  it('stays one with a range that cannot be read', () => {
    const packet = decoded({ 'Content-Range': 'bytes 0--1/0' });
    expect(packet).toMatchObject({ type: 'fragment', rangeText: 'bytes 0--1/0' });
    expect(packet).toMatchObject({ range: undefined });
  });

  it('stays one without a range', () => {
    const packet = decoded({});
    expect(packet).toMatchObject({ type: 'fragment' });
    expect(packet).toMatchObject({ rangeText: undefined });
  });
});

describe('its Ack', () => {
  it('asks for the next byte, on 416 too', () => {
    const next = { 'BITS-Received-Content-Range': '6' };
    expect(ack(next)).toMatchObject({ type: 'fragment-ack', nextOffsetText: '6', nextOffset: 6n });
    expect(ack(next, 416)).toMatchObject({ status: 416, nextOffset: 6n });
  });

  it('asks for it under a misspelt name, but the right one counts first', () => {
    expect(ack({ 'BITS-Recieved-Content-Range': '6' })).toMatchObject({ nextOffset: 6n });
    expect(ack({ 'BITS-Recieved-Content-Range': '6', 'BITS-Received-Content-Range': '7' })).toMatchObject({ nextOffset: 7n });
  });

  it('keeps a next byte that is no offset as text', () => {
    const packet = ack({ 'BITS-Received-Content-Range': 'bytes 0-5' });
    expect(packet).toMatchObject({ nextOffsetText: 'bytes 0-5' });
    expect(packet).toMatchObject({ nextOffset: undefined });
  });

  it('may tell where the reply is', () => {
    const replyUrl = '\\inbox\\BITS-Sessions\\Replies\\{AB}\\responsefile.bin';
    expect(ack({ 'BITS-Reply-URL': replyUrl })).toMatchObject({ replyUrl });
    expect(ack({})).toMatchObject({ replyUrl: undefined });
  });
});
