import { expect, it } from 'vitest';
import { announcesClose } from '../../../proxy/core/http/persistence.ts';
import { response } from '../../kit/exchange.ts';

it.each([
  ['1.1', undefined, false],
  ['1.1', 'close', true],
  ['1.1', 'Close', true],
  ['1.1', 'Upgrade, close', true],
  ['1.1', 'keep-alive', false],
  ['1.0', undefined, true],
  ['1.0', 'Keep-Alive', false],
  ['1.0', 'close', true],
])('an answer in HTTP/%s with Connection %s announces the end of its connection: %s', (version, value, announces) => {
  const answer = response(200, value === undefined ? {} : { connection: value }, { version });
  expect(announcesClose(answer)).toBe(announces);
});
