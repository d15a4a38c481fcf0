import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { enhanced, networkInterface, option, section } from '../../kit/capture-file.ts';
import { readCapture, said } from '../../kit/captured.ts';
import { join, tcpPacket } from '../../kit/packets.ts';
import { record } from '../../kit/recording.ts';
import { allSamples } from '../../kit/samples.ts';
import { TcpPeers } from '../../kit/tcp-peers.ts';

/** The blocks of a recording: each says how long it is. */
function blocksOf(file: Uint8Array): Buffer[] {
  const bytes = Buffer.from(file);
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) blocks.push(bytes.subarray(at, at + bytes.readUInt32LE(at + 4)));
  return blocks;
}

/** Whether each connection is opened before anything else happens on it, and ends once, with nothing but faults behind. */
function isInOrder(events: readonly WireEvent[]): boolean {
  const states = new Map<string, 'open' | 'closed'>();
  return events.every((event) => {
    if (!('connection' in event) || event.connection === undefined) return true;
    const state = states.get(event.connection);
    if (event.type === 'opened' || event.type === 'closed') states.set(event.connection, event.type === 'opened' ? 'open' : 'closed');
    if (event.type === 'opened') return state === undefined;
    return event.type === 'fault' ? state !== undefined : state === 'open';
  });
}

const FILES = allSamples().map(({ events }) => record(events));

describe('a recording that somebody changed', () => {
  it('tells what is left of its connections, in order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.infiniteStream(fc.integer({ min: 0, max: 9 })), (file, numbers) => {
        const [header, network, ...packets] = blocksOf(file);
        const left = packets.filter(() => numbers.next().value !== 0);
        const { events } = readCapture([Buffer.concat([header ?? Buffer.alloc(0), network ?? Buffer.alloc(0), ...left])]);
        expect(isInOrder(events)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('ends in a summary, wherever a byte is another', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.array(change, { minLength: 1, maxLength: 12 }), (file, changes) => {
        const changed = Uint8Array.from(file);
        for (const [at, value] of changes) changed[at % changed.length] = value;
        const { events, summary } = readCapture([changed]);
        expect(summary.bytes).toBe(file.length);
        expect(isInOrder(events)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('comments in a capture of others', () => {
  const peers = new TcpPeers();
  const segments = [...peers.open(), peers.send('client', 'GET / HTTP/1.1\r\n\r\n'), peers.end('client'), peers.end('server')];

  /** The same capture, with a comment on the packet of this number. */
  function commented(number: number, comment: string): Uint8Array {
    const blocks = segments.map((segment, index) => {
      const packet = tcpPacket(segment);
      const plain = Buffer.from(enhanced(packet, 0n));
      if (index !== number) return plain;
      const options = join(option(1, Buffer.from(comment)), [0, 0, 0, 0]);
      const block = Buffer.from(join(plain.subarray(0, -4), options, plain.subarray(-4)));
      block.writeUInt32LE(block.length, 4);
      block.writeUInt32LE(block.length, block.length - 4);
      return block;
    });
    return join(section(), networkInterface(101), ...blocks);
  }

  const plain = said(readCapture([commented(-1, '')]).events);

  it.each([
    [0, 'a note of a colleague'],
    [0, 'bitstap v2 opened connection="c1" client="x:1"'],
    [3, 'bitstap v1 closed by="server" how="reset"'],
    [3, 'bitstap v1 fault code="x" message="y"'],
    [3, 'bitstap v1 answered by="proxy"'],
    [3, 'bitstap v1 rewrite what="x"'],
  ])('change nothing of what it tells (packet %i: %s)', (number, comment) => {
    expect(plain).toContain('c1 closed by client, fin');
    expect(said(readCapture([commented(number, comment)]).events)).toEqual(plain);
  });

  it('are believed where they say that a connection is recorded, as everything in a file is', () => {
    const [opened] = readCapture([commented(0, 'bitstap v1 opened connection="c9" client="x:1" server="y:2"')]).events;
    expect(opened).toMatchObject({ type: 'opened', connection: 'c1', client: 'x:1', server: 'y:2' });
  });
});
