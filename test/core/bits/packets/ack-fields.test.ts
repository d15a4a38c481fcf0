import { describe, expect, it } from 'vitest';
import { ackFields } from '../../../../proxy/core/bits/packets/ack-fields.ts';
import { exchange, type HeaderList, type MessageOptions, request, response } from '../../../kit/exchange.ts';

function fields(headers: HeaderList, status = 200, sent: MessageOptions = {}) {
  const ack = response(status, headers, { startedAt: 1100, reason: 'OK' });
  const whole = exchange({ request: request('BITS_POST', '/', {}, sent), response: ack });
  return ackFields(whole, ack, ack.head.headers);
}

describe('the fields of an Ack', () => {
  it('are its headers as sent', () => {
    const headers = { Server: 'Microsoft-IIS/10.0', Via: '1.1 edge', 'BITS-Packet-Type': 'Ack', 'BITS-Session-Id': '{AB}' };
    expect(fields(headers)).toStrictEqual({
      type: '',
      exchange: 'x1',
      connection: 'c1',
      at: 1100,
      status: 200,
      reason: 'OK',
      bits: true,
      latencyMs: 100,
      packetType: 'Ack',
      sessionId: '{AB}',
      serverAgent: 'Microsoft-IIS/10.0',
      via: '1.1 edge',
    });
  });

  it('name what came twice', () => {
    const twice = [
      ['BITS-Session-Id', '{AB}'],
      ['BITS-SESSION-ID', '{CD}'],
    ] as const;
    expect(fields(twice).repeated).toEqual(['BITS-Session-Id']);
  });

  it('tell somebody who speaks BITS from somebody who does not', () => {
    expect(fields({ Server: 'nginx', 'Content-Type': 'text/html' }, 405).bits).toBe(false);
    expect(fields({ 'bits-error-code': '0x80070057' }, 400).bits).toBe(true);
    expect(fields({ 'BITS-Recieved-Content-Range': '6' }, 416).bits).toBe(true);
    expect(fields({ 'X-Bits': '1' }).bits).toBe(false);
  });
});

describe('the latency', () => {
  it('runs from the end of the request to the first byte of the answer', () => {
    expect(fields({}, 200, { startedAt: 1000, endedAt: 1060 }).latencyMs).toBe(40);
  });

  it('is negative for an answer that came before the end of the request', () => {
    expect(fields({}, 413, { startedAt: 1000, endedAt: 1150 }).latencyMs).toBe(-50);
  });

  it('is 0 where the request never ended', () => {
    expect(fields({}, 413, { state: 'partial' }).latencyMs).toBe(0);
  });
});

describe('the error', () => {
  const spec = { 'BITS-Error': '0x8020001F', 'BITS-Error-Context': '0x5' };

  it('is read under the name of the spec and under that of the docs', () => {
    const read = { text: '0x8020001F', code: 0x8020001f, contextText: '0x5', context: 5 };
    expect(fields(spec, 500).error).toStrictEqual({ name: 'BITS-Error', ...read });
    expect(fields({ 'BITS-Error-Code': '0x8020001F', 'BITS-Error-Context': '5' }, 500).error).toStrictEqual({
      name: 'BITS-Error-Code',
      ...read,
      contextText: '5',
    });
  });

  it('is that of the spec where both names were sent', () => {
    expect(fields({ 'BITS-Error-Code': '0x1', ...spec }, 500).error).toMatchObject({ name: 'BITS-Error', code: 0x8020001f });
  });

  it('keeps values that mean nothing, without a meaning', () => {
    expect(fields({ 'BITS-Error': 'E_FAIL', 'BITS-Error-Context': '' }, 500).error).toStrictEqual({
      name: 'BITS-Error',
      text: 'E_FAIL',
      contextText: '',
    });
  });

  it('is none where only a context was sent', () => {
    expect(fields({ 'BITS-Error-Context': '0x5' }, 500)).not.toHaveProperty('error');
  });
});
