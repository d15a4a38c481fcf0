import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestHead, ResponseHead } from '../../../proxy/core/http/message.ts';
import { type HttpReader, requestReader, responseReader } from '../../../proxy/core/http/reader.ts';
import type { ReaderEvent } from '../../../proxy/core/http/reader-event.ts';
import { ANSWER_SAMPLES } from './answer-samples.ts';
import { type ByteSample, REQUEST_SAMPLES } from './samples.ts';

type Reader = HttpReader<RequestHead> | HttpReader<ResponseHead>;
type Event = ReaderEvent<RequestHead | ResponseHead>;

const readerOf = (direction: ByteSample['direction']): Reader =>
  direction === 'request' ? requestReader() : responseReader(() => 'BITS_POST');
const bytesOf = (text: string) => Buffer.from(text, 'latin1');

function summary(event: Event): string {
  switch (event.type) {
    case 'head':
      return headText(event.head);
    case 'body':
      return `body ${Buffer.from(event.bytes).toString('latin1')}`;
    case 'end':
      return ['end', ...(event.trailers ?? []).map(([name, value]) => `${name}=${value}`)].join(' ');
    case 'malformed':
      return `malformed at ${event.offset}: ${event.reason}`;
    default:
      return `${event.type} at ${event.offset}`;
  }
}

function headText(head: RequestHead | ResponseHead): string {
  const odd =
    head.anomalies.length > 0
      ? ` {${[...head.anomalies].sort().join(',')}} ${head.headers.map((header) => header.join('=')).join('|')}`
      : '';
  return 'method' in head
    ? `head ${head.method} ${head.target} ${head.version}${odd}`
    : `head ${head.status} ${head.reason}`.trimEnd() + odd;
}

/** What the reader says, with adjacent pieces of a body joined. */
function readAll(reader: Reader, pieces: Iterable<Uint8Array>, fin: boolean): string[] {
  const said: string[] = [];
  const say = (event: Event) => {
    const text = summary(event);
    const last = said.at(-1);
    if (event.type === 'body' && last?.startsWith('body ')) said[said.length - 1] = last + text.slice(5);
    else said.push(text);
  };
  for (const piece of pieces) for (const event of reader.read(piece)) say(event);
  if (fin) for (const event of reader.end()) say(event);
  return said;
}

function* cut(bytes: Uint8Array, nextLength: () => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + nextLength());
    yield bytes.slice(at, end);
    at = end;
  }
}

describe.each([...REQUEST_SAMPLES, ...ANSWER_SAMPLES])('$name', ({ direction, text, events, fin }) => {
  it('is read at once', () => {
    expect(readAll(readerOf(direction), [bytesOf(text)], fin === true)).toEqual(events);
  });

  it('is read byte by byte', () => {
    expect(
      readAll(
        readerOf(direction),
        cut(bytesOf(text), () => 1),
        fin === true,
      ),
    ).toEqual(events);
  });

  it('is read in any pieces', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (lengths) => {
        expect(
          readAll(
            readerOf(direction),
            cut(bytesOf(text), () => lengths.next().value ?? 1),
            fin === true,
          ),
        ).toEqual(events);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a reader', () => {
  it.each(['request', 'response'] as const)('takes any bytes as a %s, in any pieces, and says the same', (direction) => {
    const fragments = fc.constantFrom(
      'GET / HTTP/1.1\r\n',
      'HTTP/1.1 200 OK\r\n',
      'Content-Length: 3\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '\n',
      '\r',
      '3\r\nabc\r\n',
      '0\r\n',
      ' ',
      ':',
      '\x00',
    );
    const soup = fc.array(fc.oneof(fragments, fc.string({ maxLength: 8 })), { maxLength: 14 }).map((parts) => bytesOf(parts.join('')));
    fc.assert(
      fc.property(soup, fc.infiniteStream(fc.integer({ min: 1, max: 12 })), (bytes, lengths) => {
        const reader = readerOf(direction);
        const inPieces = readAll(
          reader,
          cut(bytes, () => lengths.next().value ?? 1),
          true,
        );
        expect(inPieces).toEqual(readAll(readerOf(direction), [bytes], true));
        expect(reader.position).toBe(bytes.length);
      }),
      { numRuns: 600 },
    );
  });

  it('gives a body as a view of what it was fed', () => {
    const bytes = bytesOf('X / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc');
    const body = requestReader()
      .read(bytes)
      .find((event) => event.type === 'body');
    expect(body?.type === 'body' && body.bytes.buffer === bytes.buffer).toBe(true);
  });

  it('gives a head as it was sent', () => {
    const head = 'X / HTTP/1.1\r\nA:  b \r\n\r\n';
    const [event] = requestReader().read(bytesOf(`${head}rest`));
    expect(event?.type === 'head' && Buffer.from(event.raw).toString('latin1')).toBe(head);
    expect(event?.type === 'head' && event.head.headers).toEqual([['A', 'b']]);
  });

  it('keeps bytes above 127 as they were', () => {
    const [event] = requestReader().read(bytesOf('X /\xe4 HTTP/1.1\r\nA: \x80\xff\r\n\r\n'));
    expect(event?.type === 'head' && [event.head.target, event.head.headers]).toEqual(['/\xe4', [['A', '\x80\xff']]]);
  });

  it.each([
    ['at once', 1000],
    ['byte by byte', 1],
  ])('finds a head too large, %s, and goes on with the next message', (_, length) => {
    const text = `X / HTTP/1.1\r\nA: ${'b'.repeat(300)}\r\n\r\nGET / HTTP/1.1\r\n\r\n`;
    const said = readAll(
      requestReader({ maxHeadBytes: 200 }),
      cut(bytesOf(text), () => length),
      false,
    );
    expect(said).toEqual(['malformed at 0: head larger than 200 bytes', 'resumed at 321', 'head GET / 1.1', 'end']);
  });

  it('looks at each byte once, however hostile', () => {
    const startLines = bytesOf('A / HTTP/1.1\r\n'.repeat(100_000));
    expect(
      readAll(
        requestReader(),
        cut(startLines, () => 64 * 1024),
        false,
      ).slice(0, 3),
    ).toEqual(['malformed at 0: head larger than 262144 bytes', 'resumed at 262150', 'malformed at 262150: head larger than 262144 bytes']);
    const token = bytesOf('A'.repeat(300_000));
    expect(
      readAll(
        requestReader(),
        cut(token, () => 1),
        false,
      ),
    ).toEqual(['malformed at 0: head larger than 262144 bytes']);
  });

  it('bounds trailers as it bounds heads', () => {
    const text = `X / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: ${'b'.repeat(300)}\r\n\r\n`;
    const said = readAll(requestReader({ maxHeadBytes: 200 }), [bytesOf(text)], false);
    expect(said).toEqual(['head X / 1.1', 'malformed at 247: trailers larger than 200 bytes']);
  });

  it('gives each event before it reads on, so that an answer can depend on the one before', () => {
    const methods = ['HEAD', 'GET'];
    const reader = responseReader(() => methods[0]);
    const said: string[] = [];
    reader.feed(bytesOf(`${'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n'.repeat(2)}abc`), (event) => {
      if (event.type === 'end') methods.shift();
      said.push(summary(event));
    });
    expect(said).toEqual(['head 200 OK', 'end', 'head 200 OK', 'body abc', 'end']);
  });

  it('reads nothing more in a tunnel', () => {
    const reader = requestReader();
    reader.read(bytesOf('GET / HT'));
    reader.enterTunnel();
    expect([reader.read(bytesOf('TP/1.1\r\n\r\n')), reader.pending, reader.idle, reader.position]).toEqual([[], 0, false, 18]);
  });

  it('has no body after HEAD, and a tunnel after CONNECT', () => {
    const answer = bytesOf('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n');
    expect(
      readAll(
        responseReader(() => 'HEAD'),
        [answer],
        false,
      ),
    ).toEqual(['head 200 OK', 'end']);
    expect(
      readAll(
        responseReader(() => 'CONNECT'),
        [answer],
        false,
      ),
    ).toEqual(['head 200 OK', 'tunnel at 38']);
  });

  it('tells how much of a head it holds back, and whether it is between messages', () => {
    const reader = requestReader();
    expect(reader.idle).toBe(true);
    reader.read(bytesOf('GET / HT'));
    expect([reader.pending, reader.idle]).toEqual([8, false]);
    reader.read(bytesOf('TP/1.1\r\n\r\n'));
    expect([reader.pending, reader.idle]).toEqual([0, true]);
  });
});
