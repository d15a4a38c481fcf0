import { describe, expect, it } from 'vitest';
import { EXCHANGE_FIELDS } from '../../../proxy/core/filter/exchange-fields.ts';
import { filter, foldSample, selected } from '../../kit/filter.ts';

// resumed-after-416: x1 create-session 200, x2 fragment 0-99 200 next 100, x3 fragment 100-199 of which 60 bytes came, reset
// by the server, x4 ping on c2, x5 fragment 160-299 416 next 100, x6 fragment 100-299 200 next 300, x7 close-session 200.
describe('of an upload that was interrupted', () => {
  it.each([
    ['type:create-session', 'x1'],
    ['type:CREATE_SESSION', 'x1'],
    ['type:*-ack', 'x1 x2 x3 x4 x5 x6 x7'],
    ['type:fragment-ack', 'x2 x5 x6'],
    ['type:no-ack', 'x3'],
    ['type!=fragment', 'x1 x4 x7'],
    ['outcome:cut-off', 'x3'],
    ['cut:server', 'x3'],
    ['cut:client', ''],
    ['status:416', 'x5'],
    ['status!=200', 'x5'],
    ['status:4xx', 'x5'],
    ['status:2XX', 'x1 x2 x4 x6 x7'],
    ['status:400..499', 'x5'],
    ['status:201..', 'x5'],
    ['status:..200', 'x1 x2 x4 x6 x7'],
    ['status<416', 'x1 x2 x4 x6 x7'],
    ['status<=416', 'x1 x2 x4 x5 x6 x7'],
    ['status>200', 'x5'],
    ['offset:0', 'x2'],
    ['offset>=100', 'x3 x5 x6'],
    ['offset>100', 'x5'],
    ['first:100..160', 'x3 x5 x6'],
    ['last:299', 'x5 x6'],
    ['end<200', 'x2 x3'],
    ['length:100', 'x2 x3'],
    ['length>100', 'x5 x6'],
    ['next:100', 'x2 x5'],
    ['next!=100', 'x6'],
    ['sent:60', 'x3'],
    ['received:0', 'x1 x2 x4 x5 x6 x7'],
    ['connection:c2', 'x4 x5 x6 x7'],
    ['connection:c', ''],
    ['exchange:x3', 'x3'],
    ['method:bits_post', 'x1 x2 x3 x4 x5 x6 x7'],
    ['method:bits', ''],
    ['method:BITS*', 'x1 x2 x3 x4 x5 x6 x7'],
    ['kind:other', ''],
    ['header:"content-range: bytes 1"', 'x3 x5 x6'],
    ['header:"BITS-Received-Content-Range: 100"', 'x2 x5'],
    ['header="content-range: bytes 0-99/300"', 'x2'],
    ['header:range:*', ''],
    ['latency<10ms', 'x1 x4'],
    ['latency:10ms', 'x2 x5 x6 x7'],
  ])('%s', (text, exchanges) => {
    expect(selected('resumed-after-416', text)).toBe(exchanges);
  });
});

describe('of other conversations', () => {
  it.each([
    ['unknown-session', 'code:0x8020001f', 'x1'],
    ['unknown-session', 'code:8020001F', 'x1'],
    ['unknown-session', 'code:-2145386465', 'x1'],
    ['unknown-session', 'code:0x80200020', ''],
    ['unknown-session', 'context:server', 'x1'],
    ['unknown-session', 'context:0x5', 'x1'],
    ['unknown-session', 'context!=application', 'x1'],
    ['unknown-session', 'context:application', ''],
    ['clean-upload', 'code:*', ''],
    ['clean-upload', 'code!=0x8020001f', ''],
    ['windows-upload-reply', 'kind:reply', 'x4 x5'],
    ['windows-upload-reply', 'received>=600b', 'x4'],
    ['windows-upload-reply', 'sent:4kb', 'x3'],
    ['garbage', 'kind:other', 'x1 x2'],
    ['garbage', 'outcome:malformed', 'x1'],
    ['garbage', 'method:GET latency:10ms', 'x2'],
    ['garbage', 'type:*', 'x3'],
    ['dialects', 'version:1.0 status:201', 'x1'],
    ['dialects', 'version:1.1', 'x2 x3 x4'],
    ['server-down', 'cut:proxy', 'x1'],
  ])('%s: %s', (sample, text, exchanges) => {
    expect(selected(sample, text)).toBe(exchanges);
  });
});

it('a session alone has none of it', () => {
  const [session] = foldSample('resumed-after-416').sessions;
  for (const { name } of EXCHANGE_FIELDS) expect(session && filter(`${name}:*`).matches(session), name).toBe(false);
});
