import { describe, expect, it } from 'vitest';
import type { AckError, PingAck } from '../../../proxy/core/bits/packet.ts';
import { fieldsOf } from '../../../ui/views/fields.ts';

function errorFields(error: AckError) {
  const ack: PingAck = {
    ...{ type: 'ping-ack', exchange: 'x1', connection: 'c1', at: 0, latencyMs: 1 },
    ...{ status: 500, reason: 'Internal Server Error', bits: true, error },
  };
  return fieldsOf(ack).filter(({ label }) => label.startsWith('BITS-Error'));
}

const named = (code: number) => errorFields({ name: 'BITS-Error', text: 'as sent', code })[0];

describe('the error of an Ack', () => {
  it('is shown by name and in words, with who failed', () => {
    expect(errorFields({ name: 'BITS-Error-Code', text: '0x8020001F', code: 0x8020001f, contextText: '0x5', context: 5 })).toEqual([
      {
        label: 'BITS-Error-Code',
        value: '0x8020001F',
        meaning: expect.stringMatching(/^BG_E_SESSION_NOT_FOUND: the server does not know/),
      },
      { label: 'BITS-Error-Context', value: '0x5', meaning: expect.stringContaining('the server itself') },
    ]);
  });

  it('is explained also where it does not belong on the wire', () => {
    expect(named(0x80190194)?.meaning).toMatch(/^BG_E_HTTP_ERROR_404: /);
    expect(named(0xa0001234)?.meaning).toMatch(/code of a vendor/);
    expect(named(1)?.meaning).toMatch(/^a success code/);
  });

  it('is shown as it was sent where it is no number', () => {
    expect(errorFields({ name: 'BITS-Error', text: 'oops', contextText: '' })).toEqual([
      { label: 'BITS-Error', value: 'oops' },
      { label: 'BITS-Error-Context', value: '' },
    ]);
  });
});
