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
    case 'missing':
      return `missing ${event.bytes}`;
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

/** Text is fed as a segment of its own, a number is how many bytes are missing. */
function readWithGaps(
  direction: ByteSample['direction'],
  parts: readonly (string | number)[],
  nextLength: () => number,
  fin = false,
): string[] {
  const reader = readerOf(direction);
  const said: string[] = [];
  const say = (event: Event) => {
    const text = summary(event);
    const last = said.at(-1);
    if (event.type === 'body' && last?.startsWith('body ')) said[said.length - 1] = last + text.slice(5);
    else said.push(text);
  };
  for (const part of parts) {
    if (typeof part === 'number') {
      reader.miss(part, say);
      continue;
    }
    reader.beginSegment();
    for (const piece of cut(bytesOf(part), nextLength)) for (const event of reader.read(piece)) say(event);
  }
  if (fin) for (const event of reader.end()) say(event);
  return said;
}

const PUT = 'PUT / HTTP/1.1\r\nContent-Length: 10\r\n\r\n';
const CHUNKED = 'PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';
const NEXT = 'GET /next HTTP/1.1\r\n\r\n';
const AND_NEXT = ['head GET /next 1.1', 'end'];

describe('where bytes are missing, a reader', () => {
  it.each<[string, readonly (string | number)[], readonly string[]]>([
    ['goes on inside a counted body', [`${PUT}012`, 4, '789'], ['head PUT / 1.1', 'body 012', 'missing 4', 'body 789', 'end']],
    ['goes on behind the rest of a counted body', [`${PUT}012`, 7, NEXT], ['head PUT / 1.1', 'body 012', 'missing 7', 'end', ...AND_NEXT]],
    ['goes on behind a whole counted body', [PUT, 10, NEXT], ['head PUT / 1.1', 'missing 10', 'end', ...AND_NEXT]],
    ['counts two gaps in a body', [PUT, 3, '3', 3, '789'], ['head PUT / 1.1', 'missing 3', 'body 3', 'missing 3', 'body 789', 'end']],
    [
      'can not read a body behind which the next message is missing as well',
      [`${PUT}012`, 8, NEXT],
      [
        'head PUT / 1.1',
        'body 012',
        `malformed at ${PUT.length + 3}: 8 bytes are missing in the capture`,
        `resumed at ${PUT.length + 11}`,
        ...AND_NEXT,
      ],
    ],
    ['can not read between messages', [9, NEXT], ['malformed at 0: 9 bytes are missing in the capture', 'resumed at 9', ...AND_NEXT]],
    [
      'can not read a head',
      ['GET / HTTP/1.1\r\nA: ', 5, 'b\r\n\r\n', NEXT],
      ['malformed at 0: 5 bytes are missing in the capture', 'resumed at 29', ...AND_NEXT],
    ],
    [
      'can not read a start line',
      ['GET /', 20, NEXT],
      ['malformed at 0: 20 bytes are missing in the capture', 'resumed at 25', ...AND_NEXT],
    ],
    [
      'tells one gap behind another once',
      [9, 'x', 9, NEXT],
      ['malformed at 0: 9 bytes are missing in the capture', 'resumed at 19', ...AND_NEXT],
    ],
    [
      'finds the next message behind a body without line ends, as it begins a segment',
      [99, '\x00\x01', 'GET', NEXT],
      ['malformed at 0: 99 bytes are missing in the capture', 'resumed at 104', ...AND_NEXT],
    ],
    [
      'finds the next message at the beginning of a line',
      [99, `rest\n${NEXT}`],
      ['malformed at 0: 99 bytes are missing in the capture', 'resumed at 104', ...AND_NEXT],
    ],
    [
      'goes on inside a chunk, and at its end',
      [`${CHUNKED}a\r\n0123`, 2, '6789\r\n3\r\na', 2, `\r\n0\r\n\r\n${NEXT}`],
      ['head PUT / 1.1', 'body 0123', 'missing 2', 'body 6789a', 'missing 2', 'end', ...AND_NEXT],
    ],
    [
      'can not read chunks behind a size that is missing',
      [`${CHUNKED}3\r\nab`, 9, 'c\r\n0\r\n\r\n', NEXT],
      [
        'head PUT / 1.1',
        'body ab',
        `malformed at ${CHUNKED.length + 5}: 9 bytes are missing in the capture`,
        `resumed at ${CHUNKED.length + 22}`,
        ...AND_NEXT,
      ],
    ],
  ])('%s', (_, parts, said) => {
    expect(readWithGaps('request', parts, () => 1000)).toEqual(said);
    expect(readWithGaps('request', parts, () => 1)).toEqual(said);
  });

  it('goes on in a body that ends with its connection', () => {
    expect(readWithGaps('response', ['HTTP/1.1 200 OK\r\n\r\nabc', 5, 'def'], () => 2, true)).toEqual([
      'head 200 OK',
      'body abc',
      'missing 5',
      'body def',
      'end',
    ]);
  });

  it('says nothing in a tunnel', () => {
    expect(readWithGaps('response', ['HTTP/1.1 101 Switching\r\n\r\nabc', 5, 'def'], () => 2)).toEqual([
      'head 101 Switching',
      'tunnel at 26',
    ]);
  });

  it('says the same in any pieces, for any bytes', () => {
    const texts = fc.constantFrom(PUT, NEXT, CHUNKED, '5\r\nabcde\r\n', '0\r\n\r\n', '0123456789', 'GET / HT', 'TP/1.1\r\n', '\r\n', 'x');
    const parts = fc.array(fc.oneof(texts, fc.integer({ min: 1, max: 30 })), { maxLength: 12 });
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (given, lengths) => {
        const inPieces = readWithGaps('request', given, () => lengths.next().value ?? 1, true);
        expect(inPieces).toEqual(readWithGaps('request', given, () => 1000, true));
      }),
      { numRuns: 600 },
    );
  });
});
