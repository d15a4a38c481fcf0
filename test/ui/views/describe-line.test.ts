import { describe, expect, it } from 'vitest';
import type { Fragment, FragmentAck, NoAck } from '../../../proxy/core/bits/packet.ts';
import { describeLine } from '../../../ui/views/describe-line.ts';
import { request, response, row } from '../kit.ts';

const common = { exchange: 'x1', connection: 'c1', at: 0 };
const fragment: Fragment = {
  ...common,
  type: 'fragment',
  method: 'BITS_POST',
  target: '/',
  path: '/',
  range: { first: 0n, last: 2_097_151n, total: 10_485_760n },
};
const ack: FragmentAck = { ...common, type: 'fragment-ack', status: 416, reason: '', bits: true, latencyMs: 18.24, nextOffset: 6_291_456n };
const noAck: NoAck = {
  ...common,
  type: 'no-ack',
  answers: 'fragment',
  cutOff: { by: 'server', how: 'reset' },
  bodySent: 10,
  answerBegun: false,
};

const line = (kind: 'request' | 'answer', shown: ReturnType<typeof row>) => describeLine({ kind, key: 'k', at: 0, row: shown, number: 1 });

describe('a line of the packet table', () => {
  it('shows the range of a Fragment, both ends', () => {
    expect(line('request', row('x1', { request: request(0) }, { request: fragment }))).toMatchObject({
      from: 'client',
      type: 'Fragment',
      offset: '0 – 2,097,151',
    });
  });

  it('shows how far a body is that is on its way', () => {
    const growing = request(0, { framing: { kind: 'length', length: 200 }, bodyLength: 127 });
    expect(line('request', row('x1', { request: growing, outcome: 'sending' }, { request: fragment })).status).toBe('63 %');
  });

  it('shows status, next offset and latency of an Ack', () => {
    expect(line('answer', row('x1', { request: request(0), response: response(1, 416) }, { answer: ack }))).toMatchObject({
      ...{ from: 'server', type: 'Ack', status: '416', tone: 'bad', offset: '→ 6,291,456', latency: '18.2 ms' },
    });
  });

  it('says who cut the connection where no Ack came', () => {
    expect(line('answer', row('x1', { request: request(0) }, { answer: noAck }))).toMatchObject({
      ...{
        from: 'nobody',
        type: 'No Ack',
        offset: 'reset by server',
        offsetTitle: 'the server reset the connection after 10 bytes of the body',
      },
    });
  });

  it('names other traffic by its method and target', () => {
    const shown = row('x1', { kind: 'other', request: request(0) });
    expect(line('request', shown)).toMatchObject({ type: 'BITS_POST', offset: '/in/report.bin' });
  });
});
