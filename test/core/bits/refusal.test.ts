import { describe, expect, it } from 'vitest';
import type { Ack } from '../../../proxy/core/bits/packet.ts';
import {
  endsTheFile,
  isChallenge,
  isInBounds,
  isWellFormed,
  mayDenySession,
  refusalCause,
  type SessionPacket,
} from '../../../proxy/core/bits/refusal.ts';
import type { HttpRequest, HttpResponse } from '../../../proxy/core/http/message.ts';
import { ack, caseOf, closeSession, created, fragment, packet, stored } from '../../kit/case.ts';

const before = created(stored('0-499/1000'));

function turn(request: HttpRequest, answer: HttpResponse): { sent: SessionPacket; got: Ack } {
  const judged = caseOf(before, { request, answer });
  const { request: sent, ack: got } = judged;
  if (got.type === 'no-ack' || sent.type === 'ping' || sent.type === 'create-session' || sent.type === 'malformed')
    throw new Error('no turn');
  return { sent, got };
}

function denies(answer: HttpResponse, request = fragment('500-599/1000')): boolean {
  const { sent, got } = turn(request, answer);
  return mayDenySession(got, sent, before);
}

describe('a refusal', () => {
  it.each([400, 404, 409, 410, 500])('with %i may mean that the session is unknown', (status) => {
    expect(denies(ack(status))).toBe(true);
  });

  it.each([401, 403, 407, 411, 413, 416, 501, 502, 503, 504])('with %i means something else', (status) => {
    expect(denies(ack(status))).toBe(false);
  });

  it('with 0x8020001F says it, whatever the status', () => {
    expect(denies(ack(501, { error: '0x8020001F' }))).toBe(true);
  });

  it.each(['0x80200020', '0x80070070', '0x80070112', '0x80070005', '0x80200023'])('with %s names another cause', (error) => {
    expect(denies(ack(500, { error }))).toBe(false);
  });

  it('by the application is none by the server, but only the final Fragment reaches the application', () => {
    const refusal = ack(500, { error: '0x80004005', context: '0x7' });
    expect(denies(refusal, fragment('500-999/1000'))).toBe(false);
    expect(denies(refusal, fragment('500-599/1000'))).toBe(true);
  });

  it('with 400 is explained by a request that breaks a rule', () => {
    expect(denies(ack(400), packet('Fragment', { id: '1' }))).toBe(false);
    expect(denies(ack(404), packet('Fragment', { id: '1' }))).toBe(true);
  });
});

describe('a request', () => {
  it.each([
    ['is well formed with a range and its length', fragment('500-599/1000'), true],
    ['is not without a range', packet('Fragment', { id: '1' }), false],
    ['is not when the length differs', fragment('500-599/1000', { headers: { 'Content-Length': '99' } }), false],
    ['is not when the range leaves the file', fragment('500-1000/1000'), false],
    ['is not when the file changed its size', fragment('500-599/2000'), false],
    ['is well formed without a body', closeSession(), true],
    ['is not with a body that does not belong there', closeSession({ headers: { 'Content-Length': '4' } }), false],
  ])('%s', (_name, request, expected) => {
    expect(isWellFormed(turn(request, ack(200)).sent, before)).toBe(expected);
  });
});

it('counts a range only inside its file and the right way round', () => {
  expect(isInBounds({ first: 0n, last: 0n, total: 1n })).toBe(true);
  expect(isInBounds({ first: 10n, last: 9n, total: 10n })).toBe(false);
  expect(isInBounds({ first: 0n, last: 10n, total: 10n })).toBe(false);
});

it('knows the challenges of servers and of proxies', () => {
  expect([401, 407, 403, 200].map(isChallenge)).toEqual([true, true, false, false]);
});

describe('the cause of a refusal', () => {
  const causeOf = (answer: HttpResponse, request = fragment('500-599/1000')) => {
    const { sent, got } = turn(request, answer);
    return refusalCause(got, sent);
  };

  it.each([
    ['is the code, before the status', ack(403, { error: '0x80200023' }), 'execute-permission'],
    ['is a full disk under either number', ack(500, { error: '0x80070112' }), 'disk-full'],
    ['is the limit of the server', ack(500, { error: '0x80200020' }), 'too-large'],
    ['is the session', ack(500, { error: '0x8020001F' }), 'session-lost'],
    ['is a right that is missing, also beside the wrong status', ack(500, { error: '0x80070005' }), 'forbidden'],
    ['is uploads that are off', ack(501, { error: '0x80070005' }), 'uploads-off'],
    ['is the request', ack(400), 'bad-request'],
    ['is a server out of order', ack(503), 'unavailable'],
    ['is not known', ack(500), 'failed'],
  ] as const)('%s', (_name, answer, cause) => {
    expect(causeOf(answer)).toBe(cause);
  });

  it.each([200, 302, 401, 407, 416, 418])('is not asked for with %i', (status) => {
    expect(causeOf(ack(status))).toBeUndefined();
  });

  it('is the application only where it was asked', () => {
    const refusal = ack(500, { error: '0x80070070', context: '0x7' });
    expect(causeOf(refusal, fragment('500-999/1000'))).toBe('application');
    expect(causeOf(refusal)).toBe('disk-full');
    expect(causeOf(ack(408, { error: '0x80070112', context: '0x7' }), fragment('500-999/1000'))).toBe('application-timeout');
  });

  it('depends on the packet with 404', () => {
    expect(causeOf(ack(404))).toBe('request-limit');
    expect(causeOf(ack(404), closeSession())).toBe('file-gone');
  });
});

it('ends the file with its last byte', () => {
  const packets = ['500-999/1000', '500-998/1000', '*/1000'].map((range) => turn(fragment(range), ack(200)).sent);
  expect(packets.map(endsTheFile)).toEqual([true, false, false]);
});
