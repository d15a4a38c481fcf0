import { describe, expect, it } from 'vitest';
import { HostAddresses, mapped, splitEndpoint } from '../../../proxy/core/capture/host-address.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('the address of a host', () => {
  it.each([
    ['192.0.2.10', 'c000020a'],
    ['[2001:db8::1]', '20010db8000000000000000000000001'],
    ['[1:2:3:4:5:6:7:8]', '00010002000300040005000600070008'],
    ['[::]', '00000000000000000000000000000000'],
    ['[1::]', '00010000000000000000000000000000'],
    ['[fe80::1%eth0]', 'fe800000000000000000000000000001'],
    ['[64:ff9b::192.0.2.1]', '0064ff9b0000000000000000c0000201'],
    ['[::ffff:192.0.2.1]', 'c0000201'],
    ['[::FFFF:c000:201]', 'c0000201'],
  ])('is its own: %s', (host, address) => {
    const found = new HostAddresses().of(host);
    expect([hex(found.address), found.made]).toEqual([address, false]);
  });

  it.each([
    ...['localhost', '?', '', '192.0.2', '192.0.2.256', '192.0.2.01', '1.2.3.4.5', '2001:db8::1', '[::1', '[1:2:3:4:5:6:7]'],
    ...['[1:2:3:4:5:6:7:8:9]', '[1::2::3]', '[12345::]', '[:1]', '[1:2:3:4:5:6:7::8]', '[::1.2.3]', '[]'],
  ])('is one of nobody, where "%s" is none', (host) => {
    const found = new HostAddresses().of(host);
    expect([hex(found.address), found.made]).toEqual(['c6120001', true]);
  });

  it('is the same again, and another for another name', () => {
    const addresses = new HostAddresses();
    const found = ['a', 'b', 'a', '192.0.2.1', 'c'].map((name) => hex(addresses.of(name).address));
    expect(found).toEqual(['c6120001', 'c6120002', 'c6120001', 'c0000201', 'c6120003']);
  });

  it('takes no memory that grows with the number of names, and stays among those of nobody', () => {
    const addresses = new HostAddresses();
    for (let name = 0; name < 140_000; name += 1) {
      const { address } = addresses.of(`host ${name}`);
      if (address[0] !== 198 || (address[1] ?? 0) >> 1 !== 9) throw new Error(`${address} is somebody's`);
    }
    expect(hex(addresses.of('host 0').address)).not.toBe('c6120001');
  });

  it('of four bytes can be written in sixteen', () => {
    expect(hex(mapped(Uint8Array.of(192, 0, 2, 1)))).toBe('00000000000000000000ffffc0000201');
  });
});

describe('an endpoint', () => {
  it.each([
    ['192.0.2.1:80', '192.0.2.1', 80],
    ['[::1]:65535', '[::1]', 65_535],
    ['a:b:0', 'a:b', 0],
    ['a', 'a', 0],
    ['[::1]', '[::1]', 0],
    ['a:65536', 'a:65536', 0],
    ['a:', 'a:', 0],
    ['', '', 0],
  ])('%s is a host and a port', (text, host, port) => {
    expect(splitEndpoint(text)).toEqual({ host, port });
  });
});
