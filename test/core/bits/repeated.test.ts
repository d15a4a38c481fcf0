import { expect, it } from 'vitest';
import { repeatedHeaders } from '../../../proxy/core/bits/repeated.ts';

const named = (...names: readonly string[]) => repeatedHeaders(names.map((name, index) => [name, `${index}`]));

it('finds nothing in what Windows and IIS send', () => {
  expect(named('BITS-Packet-Type', 'BITS-Session-Id', 'Content-Name', 'Content-Range', 'Host', 'Content-Length')).toBeUndefined();
  expect(named('BITS-Packet-Type', 'BITS-Error', 'BITS-Error-Code', 'BITS-Session-Id', 'BITS-Reply-URL', 'Content-Length')).toBeUndefined();
});

it('finds a header that came twice, in any case, under the name that came first', () => {
  expect(named('BITS-Session-Id', 'Host', 'bits-session-id')).toEqual(['BITS-Session-Id']);
  expect(named('content-length', 'Content-Length', 'Content-Length')).toEqual(['content-length']);
});

it('finds several', () => {
  expect(named('Content-Range', 'BITS-Trace', 'BITS-Trace', 'Content-Range')).toEqual(['Content-Range', 'BITS-Trace']);
});

it('leaves lists and other headers alone', () => {
  expect(named('BITS-Supported-Protocols', 'BITS-Supported-Protocols')).toBeUndefined();
  expect(named('Set-Cookie', 'Set-Cookie', 'Content-Type', 'Content-Type', 'Bitsy', 'Bitsy')).toBeUndefined();
});

it('takes no two names for the same because their lengths are alike', () => {
  expect(named('BITS-A', 'BITS-B', `BITS-${'A'.repeat(33)}`)).toBeUndefined();
});
