import { describe, expect, it } from 'vitest';
import { contactPassedBy, mayFallBack } from '../../../proxy/core/bits/host-contact.ts';
import type { RequestPacket } from '../../../proxy/core/bits/packet.ts';
import { created, createdWith } from '../../kit/case.ts';

const packetTo = (host?: string): RequestPacket => ({
  ...{ type: 'fragment', exchange: 'x1', connection: 'c1', at: 0, method: 'BITS_POST', target: '/f', path: '/f' },
  ...(host !== undefined && { host }),
});
const farm = createdWith({ 'BITS-Host-Id': 'Node2' });
const ORIGIN = 'bits.example.test:80';

describe('the contact that a packet passes by', () => {
  it('is that with the named host, when the packet goes elsewhere', () => {
    expect(contactPassedBy(packetTo('bits.example.test'), farm, ORIGIN)).toEqual({ announcedAt: 1100 });
  });

  it('is none when the packet goes there, by its host or behind the tap', () => {
    expect(contactPassedBy(packetTo('node2:8080'), farm, ORIGIN)).toBeUndefined();
    expect(contactPassedBy(packetTo('localhost:8080'), farm, 'node2:80')).toBeUndefined();
  });

  it('is none when nobody can tell', () => {
    expect(contactPassedBy(packetTo(), farm, ORIGIN)).toBeUndefined();
    expect(contactPassedBy(packetTo('bits.example.test'), created(), ORIGIN)).toBeUndefined();
    expect(contactPassedBy(packetTo('bits.example.test'), createdWith({ 'BITS-Host-Id': 'http://node2' }), ORIGIN)).toBeUndefined();
  });
});

it('lets a client fall back when the time-out is over, and never without one', () => {
  expect(mayFallBack({ announcedAt: 0, fallbackTimeoutS: 110 }, 109_999)).toBe(false);
  expect(mayFallBack({ announcedAt: 0, fallbackTimeoutS: 110 }, 110_000)).toBe(true);
  expect(mayFallBack({ announcedAt: 0 }, Number.MAX_VALUE)).toBe(false);
});
