import { describe, expect, it } from 'vitest';
import { packetIn } from '../../../proxy/core/capture/packet.ts';
import { type Bytes, bytesOf, ethernet, ipv4, ipv6, join, tcpPacket, u16, u32 } from '../../kit/packets.ts';

const V4 = tcpPacket({ from: '192.0.2.10:50211', to: '198.51.100.1:8080', seq: 7, ack: 9, payload: 'abc' });
const V6 = tcpPacket({ from: '[2001:db8::10]:50211', to: '[2001:db8::1]:8080', seq: 7, ack: 9, payload: 'abc' });

function found(linkType: number, bytes: Bytes, originalLength = bytes.length) {
  const packet = packetIn({ number: 1, at: 0, linkType, bytes: Uint8Array.from(bytes), originalLength, offset: 0, place: 0 });
  if (typeof packet === 'string') return packet;
  const { sourcePort, destinationPort, seq, ack, payload, payloadLength } = packet.segment;
  const text = Buffer.from(payload).toString('latin1');
  return `${sourcePort}>${destinationPort} ${seq} ${ack} ${text}${payloadLength === payload.length ? '' : ` of ${payloadLength}`}`;
}

const WHOLE = '50211>8080 7 9 abc';

describe('a frame with TCP in IP', () => {
  it.each<[string, number, Bytes]>([
    ['Ethernet', 1, ethernet(V4)],
    ['Ethernet with IPv6', 1, ethernet(V6)],
    ['Ethernet with a VLAN tag', 1, ethernet(V4, [0x81, 0, 0, 5])],
    ['Ethernet with a tag in a tag', 1, ethernet(V6, [0x88, 0xa8, 0, 5, 0x81, 0, 0, 6])],
    ['Ethernet with an old tag', 1, ethernet(V4, [0x91, 0, 0, 5])],
    ['Ethernet with a fill behind the packet', 1, join(ethernet(V4), new Uint8Array(9))],
    ['PPP over Ethernet', 1, join(new Uint8Array(12), [0x88, 0x64, 0x11, 0, 0, 1], u16(45), [0, 0x21], V4)],
    ['PPP over Ethernet with IPv6', 1, join(new Uint8Array(12), [0x88, 0x64, 0x11, 0, 0, 1], u16(65), [0, 0x57], V6)],
    ['raw IP', 101, V4],
    ['raw IP with IPv6', 101, V6],
    ['raw IP, numbered as BSD does', 12, V4],
    ['raw IP, numbered as OpenBSD does', 14, V4],
    ['IPv4', 228, V4],
    ['IPv6', 229, V6],
    ['Linux cooked', 113, join([0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0], V4)],
    ['Linux cooked with a VLAN tag', 113, join([0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x81, 0], [0, 5, 0x86, 0xdd], V6)],
    ['Linux cooked v2', 276, join([0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0], V6)],
    ['loopback of a little-endian machine', 0, join([2, 0, 0, 0], V4)],
    ['loopback of a big-endian machine', 0, join([0, 0, 0, 2], V4)],
    ['loopback with IPv6 of FreeBSD', 0, join([28, 0, 0, 0], V6)],
    ['loopback with IPv6 of macOS', 0, join([30, 0, 0, 0], V6)],
    ['loopback of OpenBSD', 108, join([0, 0, 0, 24], V6)],
  ])('is found in %s', (_, linkType, bytes) => {
    expect(found(linkType, bytes)).toBe(WHOLE);
  });
});

describe('an IP packet', () => {
  const tcp = V4.subarray(20);
  const [a, b] = [Uint8Array.of(192, 0, 2, 10), Uint8Array.of(198, 51, 100, 1)];
  const [x, y] = [V6.subarray(8, 24), V6.subarray(24, 40)];

  it.each<[string, Bytes]>([
    ['options', ipv4(a, b, tcp, { options: [1, 1, 1, 0] })],
    ['no length, as the network card will cut it', ipv4(a, b, tcp, { length: 0 })],
    ['no length in IPv6', ipv6(x, y, tcp, 6, 0)],
    ['hop by hop options', ipv6(x, y, join([6, 0, 5, 2, 0, 0, 1, 0], tcp), 0)],
    ['every kind of extension', ipv6(x, y, extended([0, 60, 43, 51, 135, 139, 140, 60], tcp), 0)],
    ['an extension of 24 bytes', ipv6(x, y, join([6, 2], new Uint8Array(22), tcp), 60)],
    ['a fragment header on a whole packet', ipv6(x, y, join([6, 0, 0, 0], u32(1), tcp), 44)],
    ["don't fragment", ipv4(a, b, tcp, { fragment: 0x4000 })],
  ])('may have %s', (_, packet) => {
    expect(found(101, packet)).toBe(WHOLE);
  });

  it.each<[string, number, Bytes, string]>([
    ['ARP', 1, join(new Uint8Array(12), [0x08, 0x06], new Uint8Array(28)), 'not-ip'],
    ['an Ethernet frame with a length for a type', 1, join(new Uint8Array(12), [0, 40], new Uint8Array(40)), 'not-ip'],
    ['nothing but tags', 1, join(new Uint8Array(12), ...Array.from({ length: 5000 }, () => [0x81, 0, 0, 1])), 'not-ip'],
    ['PPP that is no IP', 1, join(new Uint8Array(12), [0x88, 0x64, 0x11, 0, 0, 1, 0, 9, 0xc0, 0x21], new Uint8Array(8)), 'not-ip'],
    ['another family', 0, [7, 0, 0, 0, 1], 'not-ip'],
    ['no version of IP', 101, [0x50, 0, 0, 0], 'not-ip'],
    ['nothing', 1, [], 'not-ip'],
    ['nothing raw', 101, [], 'not-ip'],
    ['802.11', 105, V4, 'link-type'],
    ['UDP', 101, ipv4(a, b, tcp, { protocol: 17 }), 'not-tcp'],
    ['UDP in IPv6', 101, ipv6(x, y, tcp, 17), 'not-tcp'],
    ['an encrypted packet', 101, ipv6(x, y, tcp, 50), 'not-tcp'],
    ['a first fragment', 101, ipv4(a, b, tcp, { fragment: 0x2000 }), 'ip-fragment'],
    ['a last fragment', 101, ipv4(a, b, tcp, { fragment: 0x00b9 }), 'ip-fragment'],
    ['a fragment in IPv6', 101, ipv6(x, y, join([6, 0, 0, 1], u32(1), tcp), 44), 'ip-fragment'],
    ['a header longer than the packet', 101, join([0x4f], V4.subarray(1, 30)), 'malformed'],
    ['a header shorter than any', 101, join([0x44], V4.subarray(1)), 'malformed'],
    ['a length shorter than its header', 101, ipv4(a, b, tcp, { length: 19 }), 'malformed'],
    ['a length longer than the frame', 101, ipv4(a, b, tcp, { length: 44 }), 'malformed'],
    ['IPv6 cut in its header', 101, V6.subarray(0, 39), 'malformed'],
    ['IPv6 longer than the frame', 101, ipv6(x, y, tcp, 6, 24), 'malformed'],
    [
      'extensions without end',
      101,
      ipv6(
        x,
        y,
        extended(
          Array.from({ length: 500 }, () => 60),
          tcp,
        ).subarray(0, 4000),
        60,
      ),
      'malformed',
    ],
    ['an extension longer than the packet', 101, ipv6(x, y, join([6, 255], tcp), 60), 'malformed'],
    ['TCP cut in its header', 101, ipv4(a, b, tcp.subarray(0, 12)), 'malformed'],
    ['a TCP header shorter than any', 101, ipv4(a, b, join(tcp.subarray(0, 12), [0x40], tcp.subarray(13))), 'malformed'],
    ['a TCP header longer than the segment', 101, ipv4(a, b, join(tcp.subarray(0, 12), [0xf0], tcp.subarray(13))), 'malformed'],
  ])('with %s is named for what it is', (_, linkType, bytes, reason) => {
    expect(found(linkType, bytes)).toBe(reason);
  });

  it('tells how much of a segment was cut off', () => {
    const frame = ethernet(tcpPacket({ from: '192.0.2.10:1', to: '192.0.2.1:80', seq: 7, ack: 9, payload: bytesOf('x'.repeat(100)) }));
    expect(found(1, frame.subarray(0, 14 + 20 + 20 + 3), frame.length)).toBe('1>80 7 9 xxx of 100');
    expect(found(1, frame.subarray(0, 14 + 20 + 20), frame.length)).toBe('1>80 7 9  of 100');
  });
});

/** Extension headers of eight bytes each (of the authentication header: two words less two), the last of them for TCP. */
function extended(types: readonly number[], payload: Uint8Array): Uint8Array {
  return join(...types.map((type, index) => [types[index + 1] ?? 6, type === 51 ? 0 : 0, 0, 0, 0, 0, 0, 0]), payload);
}
