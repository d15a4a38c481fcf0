import { describe, expect, it } from 'vitest';
import type { Refusals } from '../../../proxy/core/facts/session-facts.ts';
import { refusalMeaning } from '../../../proxy/core/verdicts/refusal-meaning.ts';

const refusals = (status: number, code?: number, context?: number): Refusals => ({
  ...{ packet: 'fragment', status, count: 1, since: 'x1', exchange: 'x1', bits: true, relayed: false, mayDenySession: false },
  ...(code !== undefined && { code }),
  ...(context !== undefined && { context }),
});

describe('what a refusal means', () => {
  it.each([
    [500, 0x80200020, 5, /limit/],
    [500, 0x80070070, 5, /disk/],
    [500, 0x80070112, 5, /disk/],
    [403, 0x80070005, 5, /right/],
    [501, 0x80070005, 5, /not enabled/],
    [500, 0x80070005, 5, /not enabled/],
    [400, 0x80070057, 5, /rule/],
    [411, 0x80070057, 5, /Content-Length/],
    [500, 0x80200023, 5, /permission/],
    [408, 0x80070112, 7, /in time/],
    [404, 0x80070002, 7, /application/],
    [409, undefined, undefined, /exists/],
    [302, undefined, undefined, /redirect/],
    [418, undefined, undefined, /says no more/],
    [507, undefined, undefined, /may pass/],
  ])('%d, code %s, context %s: %s', (status, code, context, meaning) => {
    expect(refusalMeaning(refusals(status, code, context)).meaning).toMatch(meaning);
  });

  it.each([408, 429, 500, 502, 503, 504])('%d may pass by itself', (status) => {
    expect(refusalMeaning(refusals(status)).passes).toBe(true);
  });

  it.each([400, 403, 404, 405, 409, 413, 501, 505])('%d does not', (status) => {
    expect(refusalMeaning(refusals(status)).passes).toBeUndefined();
  });
});
