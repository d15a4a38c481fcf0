import { describe, expect, it } from 'vitest';
import { ACK_ANSWERS } from '../../../proxy/core/codes/ack-answers.ts';
import { HRESULTS, hresultOfStatus, knownHresult, statusOfHresult } from '../../../proxy/core/codes/hresults.ts';
import { sourceLinks } from '../../../proxy/core/sources.ts';

describe('the table of error values', () => {
  it('has every value once', () => {
    expect(new Set(HRESULTS.map(({ code }) => code)).size).toBe(HRESULTS.length);
  });

  it.each(HRESULTS)('$names has a source and a cause', ({ code, causes, source }) => {
    expect(sourceLinks(source).length).toBeGreaterThan(0);
    const onTheWire = ACK_ANSWERS.filter(({ errors }) => errors?.includes(code));
    expect(onTheWire.length + (causes?.length ?? 0)).toBeGreaterThan(0);
  });

  it('has every error value of the table of answers', () => {
    for (const code of ACK_ANSWERS.flatMap(({ errors }) => errors ?? [])) expect(knownHresult(code)).toBeDefined();
  });

  it.each([
    [0x8020001f, 'BG_E_SESSION_NOT_FOUND'],
    [0x80200013, 'BG_E_INSUFFICIENT_RANGE_SUPPORT'],
    [0x80072f0c, 'ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED'],
  ])('knows %i', (code, name) => {
    expect(knownHresult(code)?.names[0]).toBe(name);
  });
});

it.each(ACK_ANSWERS)('the answer "$means" has a source, and a remedy unless all is well', ({ statuses, remedies, source }) => {
  expect(sourceLinks(source).length).toBeGreaterThan(0);
  expect(remedies.length > 0).toBe(!statuses.includes(200));
});

it('an HTTP status becomes the value that clients log, and back', () => {
  expect(hresultOfStatus(404)).toBe(0x80190194);
  expect(statusOfHresult(0x801901f4)).toBe(500);
  expect(statusOfHresult(0x80190000)).toBeUndefined();
  expect(statusOfHresult(0x80200194)).toBeUndefined();
});
