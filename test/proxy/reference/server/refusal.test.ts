import { expect, it } from 'vitest';
import { refusalAck } from '../../../../proxy/reference/server/answers.ts';
import { Refusal, refusalFrom } from '../../../../proxy/reference/server/refusal.ts';

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: a failure of the file system`), { code });
}

it.each([
  ['ENOSPC', 500, '0x80070070'],
  ['EDQUOT', 500, '0x80070070'],
  ['EACCES', 403, '0x80070005'],
  ['EROFS', 403, '0x80070005'],
  ['EEXIST', 403, '0x80070005'],
  ['EFBIG', 500, '0x80200020'],
  ['EIO', 500, '0x80004005'],
])('answers %s with %i and %s', (code, status, error) => {
  const ack = refusalAck(refusalFrom(failure(code)));
  expect(ack.status).toBe(status);
  expect(ack.headers).toEqual(
    expect.arrayContaining([
      ['BITS-Error', error],
      ['BITS-Error-Code', error],
      ['BITS-Error-Context', '0x5'],
    ]),
  );
});

it('keeps a refusal as it is', () => {
  const refusal = new Refusal('session-not-found', 'it is not known');
  expect(refusalFrom(refusal)).toBe(refusal);
});

it('names no error where no documented one fits', () => {
  expect(refusalAck(new Refusal('too-many-sessions', 'full')).headers.map(([name]) => name)).not.toContain('BITS-Error');
});
