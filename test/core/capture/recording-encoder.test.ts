import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingEncoder } from '../../../proxy/core/capture/recording-encoder.ts';
import type { Placed } from '../../../proxy/core/capture/segment-writer.ts';
import type { TimelineEvent } from '../../../proxy/core/timeline.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { readCapture } from '../../kit/captured.ts';
import { flushed, readBack, record, recorded } from '../../kit/recording.ts';
import { allSamples, analyse } from '../../kit/samples.ts';
import { splitBytes } from '../../kit/split-bytes.ts';

const AT = 1_741_078_800_000;
const SAMPLES = allSamples();

function opened(connection = 'c1', client = '192.0.2.10:50211', server: string | undefined = '192.0.2.1:80'): WireEvent {
  return { type: 'opened', at: AT, connection, client, ...(server !== undefined && { server }) };
}

function data(from: 'client' | 'server' | 'proxy', text: string | Uint8Array, connection = 'c1', at = AT): WireEvent {
  return { type: 'data', at, connection, from, bytes: typeof text === 'string' ? Buffer.from(text, 'latin1') : text };
}

function ended(by: 'client' | 'server'): WireEvent {
  return { type: 'ended', at: AT, connection: 'c1', by };
}

function fault(connection: string | undefined, at = AT): WireEvent {
  const message = 'Cannot reach "x":\n1';
  return { type: 'fault', at, code: 'upstream-refused', message, ...(connection !== undefined && { connection }) };
}

/** A timeline without the numbers of frames. */
function timelineOf(events: readonly WireEvent[]): TimelineEvent[] {
  const without = <Message extends object>(message: Message | undefined) => message && { ...message, frame: undefined };
  return analyse(events).map((event) => {
    if (event.type !== 'exchange') return event;
    const { request, response } = event.exchange;
    return { ...event, exchange: { ...event.exchange, request: without(request), response: without(response) } };
  });
}

describe.each(SAMPLES)('a recording of the conversation $name', ({ events }) => {
  it('is read as the events that were recorded', () => {
    expect(readBack(record(events))).toEqual(recorded(events));
  });

  it('gives the same timeline, however the bytes came', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 3000 })), (lengths) => {
        const split = recorded(splitBytes(events, () => lengths.next().value ?? 1));
        const back = readCapture([record(split)]).events;
        expect(timelineOf(back)).toEqual(timelineOf(split));
      }),
      { numRuns: 5 },
    );
  });
});

describe('what is told only by a tap', () => {
  const routed: WireEvent = { type: 'routed', at: AT + 1, connection: 'c1', server: 'files.example.test:80' };
  const closed = (change: object): WireEvent => ({ type: 'closed', at: AT + 9, connection: 'c1', by: 'proxy', how: 'failed', ...change });

  it.each<[string, WireEvent[]]>([
    [
      'garbage on a connection, and silence on another',
      [opened(), data('client', '\x16\x03\x01\0garbage'), opened('c2', '[2001:db8::1]:5')],
    ],
    ['a client without a server, and where its requests go', [opened('c1', '192.0.2.10:1', ''), routed]],
    ['no server at all', [{ type: 'opened', at: AT, connection: 'c1', client: '192.0.2.10:1' }, data('client', 'x')]],
    ['hosts that are no host:port', [opened('c1', '?:0', 'no port here'), opened('c2', '', ':'), opened('c3', 'ü"\n:99999', '[::1')]],
    ['an answer of the tap between those of the server', [opened(), data('server', 'a'), data('proxy', 'b'), data('server', 'c')]],
    [
      'rewrites in any words',
      [opened(), data('client', 'x'), { type: 'rewrite', at: AT, connection: 'c1', what: 'Host: "a"\r\n\\→ b\u202e😀\ud800' }],
    ],
    [
      'both sides ended, and more was said',
      [opened(), ended('client'), data('server', 'late'), ended('server'), closed({ by: 'client', how: 'fin' })],
    ],
    ['an end without a FIN before it', [opened(), closed({ by: 'server', how: 'fin' })]],
    ['a reset of the client', [opened(), data('client', 'x'), closed({ by: 'client', how: 'reset', reason: 'read ECONNRESET' })]],
    ['a server that is down', [opened(), closed({ reason: 'connect ECONNREFUSED\n127.0.0.1:1' })]],
    ['a tap that was stopped', [opened(), ended('client'), closed({ how: 'shutdown' })]],
    ['a fault of a connection, and one of none', [opened(), fault('c1'), fault(undefined)]],
    ['a fault behind the end of its connection', [opened(), closed({ how: 'fin' }), fault('c1', AT + 9)]],
    [
      'two connections at once with the same ends',
      [opened(), opened('c2'), data('client', 'a'), data('client', 'b', 'c2'), data('server', 'c', 'c2')],
    ],
    ['the same ends again', [opened(), data('client', 'a'), closed({ how: 'reset' }), opened('c2'), data('client', 'b', 'c2')]],
    [
      'addresses of both kinds',
      [opened('c1', '[2001:db8::1]:5', '192.0.2.1:80'), opened('c2', '192.0.2.1:5', '[::1]:80'), data('server', 'x', 'c2')],
    ],
    [
      'bytes that are missing',
      [opened(), data('client', 'a'), { type: 'gap', at: AT, connection: 'c1', from: 'client', bytes: 7 }, data('client', 'b')],
    ],
    ['times to the microsecond', [opened(), data('client', 'a', 'c1', AT + 0.001), data('client', 'b', 'c1', AT + 1234.567)]],
  ])('is read again: %s', (_, events) => {
    expect(readBack(record(events))).toEqual(recorded(events));
  });
});

describe('what was said', () => {
  const big = Buffer.alloc(150_000, 'abcdefg');

  it('comes back in as many pieces as IP packets need', () => {
    const back = readBack(record([opened(), data('client', big)])).filter(({ type }) => type === 'data');
    expect(back.map((event) => event.type === 'data' && event.bytes.length)).toEqual([65_495, 65_495, 19_010]);
    expect(Buffer.concat(back.map((event) => (event.type === 'data' ? event.bytes : big)))).toEqual(big);
  });

  it('is found again in the file at the places that were told, also where only some of it was kept', () => {
    const told: Placed[] = [];
    const encoder = new RecordingEncoder({ application: 'bitstap test', placed: (placed) => told.push(placed) });
    encoder.begin();
    encoder.take(opened());
    encoder.take(data('client', 'head'));
    const first = flushed(encoder);
    encoder.take(data('client', big, 'c1', AT + 1), 70_000);
    encoder.take(data('proxy', 'none of this', 'c1', AT + 1), 0);
    encoder.take({ type: 'gap', at: AT + 2, connection: 'c1', from: 'server', bytes: 5 });
    const file = Buffer.concat([first, flushed(encoder)]);
    expect(encoder.length).toBe(file.length);
    expect(told.map(({ from, start, length, place }) => [from, start, length, place !== undefined])).toEqual([
      ['client', 0, 4, true],
      ['client', 4, 65_495, true],
      ['client', 65_499, 4_505, true],
      ['client', 70_004, 60_990, false],
      ['client', 130_994, 19_010, false],
      ['server', 0, 12, false],
      ['server', 12, 5, false],
    ]);
    const sent = Buffer.concat([Buffer.from('head'), big]);
    for (const { start, length, place } of told)
      if (place !== undefined) expect(file.subarray(place, place + length)).toEqual(sent.subarray(start, start + length));
    expect(told.map(({ at }) => at - AT)).toEqual([0, 1, 1, 1, 1, 1, 2]);
    const lost = readBack(file).map((event) => (event.type === 'gap' ? event.bytes : 0));
    expect(lost.filter(Boolean)).toEqual([60_990, 19_010, 12, 5]);
  });

  it('is written into memory that was given back as into new one', () => {
    const recording = (memory: 'used again' | 'new') => {
      const encoder = new RecordingEncoder({ application: 'bitstap test' });
      encoder.begin();
      const parts: Buffer[] = [];
      for (const event of SAMPLES.find(({ name }) => name === 'server-down')?.events ?? []) {
        encoder.take(event);
        const written = encoder.flush();
        parts.push(Buffer.concat(written.pieces));
        if (memory === 'used again') encoder.giveBack(written);
        written.memory.fill(0xee);
      }
      return Buffer.concat(parts);
    };
    expect(recording('new').length).toBeGreaterThan(1000);
    expect(recording('used again')).toEqual(recording('new'));
  });

  it('may be more than sequence numbers count', () => {
    const gap: WireEvent = { type: 'gap', at: AT + 1, connection: 'c1', from: 'client', bytes: 2 ** 30 };
    const length = 5 * 2 ** 30 + 3;
    const put = data('client', `PUT / HTTP/1.1\r\nContent-Length: ${length}\r\n\r\n`);
    const events = [
      opened(),
      put,
      gap,
      gap,
      gap,
      gap,
      gap,
      data('client', 'end', 'c1', AT + 2),
      data('server', 'HTTP/1.1 200 OK\r\n\r\n', 'c1', AT + 3),
    ];
    const back = readBack(record(events));
    const missing = back.reduce((sum, event) => sum + (event.type === 'gap' ? event.bytes : 0), 0);
    expect(missing).toBe(5 * 2 ** 30);
    expect(back.filter(({ type }) => type !== 'gap')).toEqual(recorded(events.filter(({ type }) => type !== 'gap')));
  });
});

describe('a file', () => {
  const events = [opened(), data('client', 'a'), data('proxy', 'b'), ended('client'), fault(undefined)];

  it('is read up to its last whole block, wherever it ends', () => {
    const file = record(events);
    const all = readBack(file);
    expect(all).toEqual(recorded(events));
    for (let end = 28; end < file.length; end += 1) {
      const told = readBack(file.subarray(0, end)).filter((event) => event.type !== 'fault' || event.code !== 'capture-truncated');
      expect(told).toEqual(all.slice(0, told.length));
    }
    expect(readBack(file.subarray(0, -1))).toMatchObject([...recorded(events.slice(0, -1)), { code: 'capture-truncated' }]);
  });

  it('has comments that no reader takes for more than that', () => {
    const encoder = new RecordingEncoder({ application: 'bitstap test' });
    encoder.begin();
    for (const event of events) encoder.take(event);
    for (const connection of ['c1', 'nobody']) encoder.comment(connection, AT, 'bitstap v1 closed by="client" how="reset"');
    encoder.comment('c1', AT, `\n${'😀'.repeat(60_000)}`);
    expect(readBack(flushed(encoder))).toEqual(recorded(events));
  });

  it('tells nothing of what comes behind the end of its connection', () => {
    const closed: WireEvent = { type: 'closed', at: AT, connection: 'c1', by: 'client', how: 'fin' };
    expect(readBack(record([opened(), closed, data('client', 'x'), ended('server')]))).toEqual(recorded([opened(), closed]));
  });

  it('shows a connection whose beginning nobody saw', () => {
    expect(readBack(record([data('client', 'x')]))).toEqual([
      { type: 'opened', at: AT, connection: 'c1', client: '?:0' },
      ...recorded([data('client', 'x')]),
    ]);
  });
});

describe('a recording of several files', () => {
  const request = (name: string) => `GET /${name} HTTP/1.1\r\n\r\n`;
  const answer = 'HTTP/1.1 204 No Content\r\n\r\n';
  const before = [opened(), data('client', request('one'))];
  const after = [
    data('server', answer, 'c1', AT + 5),
    data('client', request('two'), 'c1', AT + 6),
    { type: 'rewrite', at: AT + 6, connection: 'c1', what: 'Host' } as const,
    data('proxy', answer, 'c1', AT + 7),
    { type: 'closed', at: AT + 8, connection: 'c1', by: 'server', how: 'reset' } as const,
  ];

  function files(): [Uint8Array, Uint8Array] {
    const encoder = new RecordingEncoder({ application: 'bitstap test' });
    encoder.begin();
    for (const event of before) encoder.take(event);
    const first = flushed(encoder);
    encoder.begin();
    expect(encoder.length).toBeLessThan(600);
    for (const event of after) encoder.take(event);
    const second = flushed(encoder);
    expect(encoder.length).toBe(second.length);
    return [first, second];
  }

  it('is read as one where they are put together', () => {
    expect(readBack(Buffer.concat(files()))).toEqual(recorded([...before, ...after]));
  });

  it('is read from the first request of the second on, where the first is gone', () => {
    expect(readBack(files()[1])).toEqual(recorded([opened(), ...after.slice(1)]));
  });

  it('is no other recording on the same ports', () => {
    const other = record([opened(), data('client', 'other', 'c1', AT + 4)]);
    const told = readBack(Buffer.concat([other, files()[1]]));
    expect(told.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });
});
