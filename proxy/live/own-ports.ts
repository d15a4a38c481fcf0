import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ProxyError } from '../errors.ts';
import type { LaneContext } from './lane.ts';
import type { Destination } from './route.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether connecting to a destination would lead back to us. Its name may still turn out to be ours: see `lookupOthers`. */
export function isOwn({ host, port }: Destination, { isOwnPort }: Pick<LaneContext, 'isOwnPort'>): boolean {
  const plain = plainHost(host);
  return isOwnPort(plain, port) && isThisMachine(plain);
}

/** As text for a client that asks for our own port. */
export function ownPortError(name: string): ProxyError {
  return new ProxyError('own-port', `bitstap does not connect to itself: ${name} is one of its own ports. Name another target.`);
}

/** Resolves a destination's name, and fails when that is a name of ours: any name can be made to point to this machine. */
export function lookupOthers(destination: Destination, context: Pick<LaneContext, 'isOwnPort'>): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
      const own = addresses.some((host) => isOwn({ ...destination, host }, context));
      done(own ? ownPortError(destination.name) : error, found, family);
    });
  };
}

/** Whether a connection to `host` may end at a listener that is bound to `bound`, which is an address of this machine. */
export function reaches(host: string, bound: string): boolean {
  if (isWildcard(bound) || host === bound) return true;
  const any = isWildcard(host) || isLocalName(host);
  return isLoopback(bound) && (any || (host === '127.0.0.1' && bound === '::1') || (host === '::1' && bound === '127.0.0.1'));
}

export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? isLocalName(host) : LOOPBACK.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

function isThisMachine(host: string): boolean {
  if (isLoopback(host) || isWildcard(host)) return true;
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host));
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** [RFC 6761 §6.3] */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** One spelling for each host: no dot at its end, and IPv4 in IPv6 as IPv4, which URL spells `::ffff:7f00:1`. */
function plainHost(host: string): string {
  const lower = host.toLowerCase().replace(/\.$/, '');
  const mapped = /^::ffff:(?:([0-9a-f]{1,4}):([0-9a-f]{1,4})|([\d.]+))$/.exec(lower);
  if (!mapped) return lower;
  const [, high = '0', low = '0', dotted] = mapped;
  return dotted ?? [high, low].flatMap(bytesOf).join('.');
}

function bytesOf(hextet: string): number[] {
  const value = Number.parseInt(hextet, 16);
  return [value >> 8, value & 0xff];
}
