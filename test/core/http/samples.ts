/** Bytes of one direction, good and hostile. `\r\n` is written out, so that bare line ends show. */
export interface ByteSample {
  readonly name: string;
  readonly direction: 'request' | 'response';
  readonly text: string;
  /** What the reader says, in the words of `summary` in reader.test.ts; written by hand. */
  readonly events: readonly string[];
  /** Whether the direction ends (FIN) after these bytes. */
  readonly fin?: true;
}

const PING = 'BITS_POST /f HTTP/1.1\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n';

export const REQUEST_SAMPLES: readonly ByteSample[] = [
  { name: 'an empty request', direction: 'request', text: PING, events: ['head BITS_POST /f 1.1', 'end'] },
  {
    name: 'two pipelined requests',
    direction: 'request',
    text: PING + PING,
    events: ['head BITS_POST /f 1.1', 'end', 'head BITS_POST /f 1.1', 'end'],
  },
  {
    name: 'a counted body',
    direction: 'request',
    text: 'X /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello',
    events: ['head X /a 1.1', 'body hello', 'end'],
  },
  { name: 'HTTP/1.0 without Host', direction: 'request', text: 'GET / HTTP/1.0\r\n\r\n', events: ['head GET / 1.0', 'end'] },
  {
    name: 'a request without a length has no body',
    direction: 'request',
    text: `PUT /a HTTP/1.1\r\n\r\n${PING}`,
    events: ['head PUT /a 1.1', 'end', 'head BITS_POST /f 1.1', 'end'],
  },
  { name: 'empty lines before a request', direction: 'request', text: `\r\n\n\r\n${PING}`, events: ['head BITS_POST /f 1.1', 'end'] },
  {
    name: 'chunks with extensions and trailers',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nDigest: abc\r\n\r\n',
    events: ['head POST /a 1.1', 'body hello!', 'end Digest=abc'],
  },
  {
    name: 'chunked wins over a length',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    events: ['head POST /a 1.1', 'end'],
  },
  {
    name: 'the same length twice',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab',
    events: ['head POST /a 1.1', 'body ab', 'end'],
  },
  {
    name: 'conflicting lengths, then a message that can be read again',
    direction: 'request',
    text: `POST /a HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc\r\n${PING}`,
    events: [
      'head POST /a 1.1',
      'malformed at 58: Content-Length has different values: 2, 3',
      'resumed at 63',
      'head BITS_POST /f 1.1',
      'end',
    ],
  },
  {
    name: 'a length that is none',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
    events: ['head POST /a 1.1', 'malformed at 40: Content-Length is no length: -1'],
  },
  {
    name: 'a length beyond what can be counted',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n',
    events: ['head POST /a 1.1', 'malformed at 58: Content-Length is no length: 99999999999999999999'],
  },
  {
    name: 'folding, bare line feeds, blanks before a colon, a line without one',
    direction: 'request',
    text: 'GET / HTTP/1.1\nA: b\r\n c\r\nD : e\r\nnonsense\r\n\r\n',
    events: ['head GET / 1.1 {bare-lf,fold,no-colon,space-before-colon} A=b c|D=e|nonsense=', 'end'],
  },
  {
    name: 'binary garbage',
    direction: 'request',
    text: 'GE\x00T / HTTP/1.1\r\n\r\n',
    events: ["malformed at 0: byte 0x00 can't stand in a method"],
  },
  {
    name: 'a TLS handshake',
    direction: 'request',
    text: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    events: ['malformed at 0: a TLS handshake, not HTTP: the client speaks TLS to a port for plain HTTP'],
  },
  {
    name: 'a byte that only looks like TLS',
    direction: 'request',
    text: '\x16\x04',
    events: ["malformed at 0: byte 0x16 can't stand in a method"],
  },
  {
    name: 'a line that is no request line, then one that is',
    direction: 'request',
    text: `HELO example\r\n${PING}`,
    events: ['malformed at 0: the first line is no request line', 'resumed at 14', 'head BITS_POST /f 1.1', 'end'],
  },
  {
    name: 'a chunk size that is none',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    events: ['head POST /a 1.1', 'malformed at 48: a chunk has no size that can be read'],
  },
  {
    name: 'a chunk size that is none, then a message',
    direction: 'request',
    text: `POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${PING}`,
    events: ['head POST /a 1.1', 'malformed at 48: a chunk has no size that can be read', 'resumed at 52', 'head BITS_POST /f 1.1', 'end'],
  },
  {
    name: 'a chunk that is longer than its size',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n',
    events: ['head POST /a 1.1', 'body ab', 'malformed at 53: a chunk is longer than its size says'],
  },
  {
    name: 'a chunk size beyond what can be counted',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n',
    events: ['head POST /a 1.1', 'malformed at 61: a chunk has no size that can be read'],
  },
  {
    name: 'chunks with bare line feeds, white space, leading zeros and capitals',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n00A \t;x\n0123456789\n0\nA: b\n c\n\n',
    events: ['head POST /a 1.1', 'body 0123456789', 'end A=b c'],
  },
  {
    name: 'a head that is cut off',
    direction: 'request',
    text: 'GET / HTTP/1.1\r\nHost: a',
    fin: true,
    events: ['malformed at 0: the connection ended in the middle of a head'],
  },
  {
    name: 'a body that is cut off',
    direction: 'request',
    text: 'X /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nhe',
    fin: true,
    events: ['head X /a 1.1', 'body he'],
  },
  {
    name: 'a head whose empty line has no CR keeps its headers',
    direction: 'request',
    text: `X /a HTTP/1.1\r\nContent-Length: 2\r\n\nabX /b HTTP/1.1\r\nContent-Length: 1\n\nc`,
    events: ['head X /a 1.1 {bare-lf} Content-Length=2', 'body ab', 'end', 'head X /b 1.1 {bare-lf} Content-Length=1', 'body c', 'end'],
  },
  {
    name: 'a CR in the middle of a line',
    direction: 'request',
    text: 'X / HTTP/1.1\r\nA: b\rC: d\r\n\r\n',
    events: ['head X / 1.1 {bare-cr} A=b\rC: d', 'end'],
  },
  {
    name: 'a folded line before any header, an empty fold, and a fold of nothing',
    direction: 'request',
    text: 'X / HTTP/1.1\r\n Host: a\r\nB:\r\n c\r\n \r\n\r\n',
    events: ['head X / 1.1 {fold}  Host: a=|B=c', 'end'],
  },
  {
    name: 'raw UTF-8 and spaces in a target',
    direction: 'request',
    text: 'BITS_POST /\xc3\xa0 la HTTP/1.0 carte.txt HTTP/1.1\r\n\r\n',
    events: ['head BITS_POST /\xc3\xa0 la HTTP/1.0 carte.txt 1.1', 'end'],
  },
  {
    name: 'more spaces than needed in a request line',
    direction: 'request',
    text: 'X   /a   HTTP/2.0  \r\n\r\n',
    events: ['head X /a 2.0', 'end'],
  },
  {
    name: 'a request line without a version',
    direction: 'request',
    text: 'GET /\r\n',
    events: ['malformed at 0: the first line is no request line'],
  },
  {
    name: 'garbage behind a method, without a line end',
    direction: 'request',
    text: 'GET \x00',
    events: ["malformed at 0: byte 0x00 can't stand in a request target"],
  },
  {
    name: 'conflicting lengths with a message right behind the head',
    direction: 'request',
    text: `X /a HTTP/1.1\r\nContent-Length: 0, 5\r\n\r\n${PING}`,
    events: [
      'head X /a 1.1',
      'malformed at 39: Content-Length has different values: 0, 5',
      'resumed at 39',
      'head BITS_POST /f 1.1',
      'end',
    ],
  },
  {
    name: 'lines that nearly begin a message, while nothing can be read',
    direction: 'request',
    text: `\x80\r\nGET / HTTP/1\r\n: / HTTP/1.1\r\n\r\n${PING}`,
    events: ["malformed at 0: byte 0x80 can't stand in a method", 'resumed at 33', 'head BITS_POST /f 1.1', 'end'],
  },
];
