import { expect, it } from 'vitest';
import { chosenProtocol } from '../../../proxy/core/bits/chosen-protocol.ts';

it('is what the header names', () => {
  expect(chosenProtocol('{7df0354d-249b-430f-820d-3d2a9bef4931}')).toBe('{7df0354d-249b-430f-820d-3d2a9bef4931}');
  expect(chosenProtocol('1.5')).toBe('1.5');
});

it.each([undefined, '', 'None', 'none'])('is nothing for %j', (text) => {
  expect(chosenProtocol(text)).toBeUndefined();
});
