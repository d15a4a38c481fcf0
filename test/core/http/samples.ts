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
const ACK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

export const BYTE_SAMPLES: readonly ByteSample[] = [
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
    name: 'a line that is no request line, then one that is',
    direction: 'request',
    text: `HELO example\r\n${PING}`,
    events: ['malformed at 0: the first line is no request line', 'resumed at 14', 'head BITS_POST /f 1.1', 'end'],
  },
  {
    name: 'a chunk size that is none',
    direction: 'request',
    text: 'POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    events: ['head POST /a 1.1', 'malformed at 52: a chunk has no size that can be read'],
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
  { name: 'an Ack', direction: 'response', text: ACK, events: ['head 200 OK', 'end'] },
  {
    name: '100 Continue, then the answer',
    direction: 'response',
    text: `HTTP/1.1 100 Continue\r\n\r\n${ACK}`,
    events: ['head 100 Continue', 'end', 'head 200 OK', 'end'],
  },
  {
    name: '204 and 304 have no body, whatever they say',
    direction: 'response',
    text: `HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n${ACK}`,
    events: ['head 204 No Content', 'end', 'head 304 Not Modified', 'end', 'head 200 OK', 'end'],
  },
  {
    name: 'a body until the end of the connection',
    direction: 'response',
    text: 'HTTP/1.1 200 OK\r\n\r\nabc',
    fin: true,
    events: ['head 200 OK', 'body abc', 'end'],
  },
  { name: 'a body that may go on', direction: 'response', text: 'HTTP/1.1 200 OK\r\n\r\nabc', events: ['head 200 OK', 'body abc'] },
  {
    name: 'a status line without a reason',
    direction: 'response',
    text: 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n',
    events: ['head 200', 'end'],
  },
  {
    name: 'switching protocols',
    direction: 'response',
    text: 'HTTP/1.1 101 Switching Protocols\r\n\r\n\x00\x01HTTP/1.1 200 OK\r\n\r\n',
    events: ['head 101 Switching Protocols', 'tunnel at 36'],
  },
  {
    name: 'an answer that is none',
    direction: 'response',
    text: `SSH-2.0-OpenSSH_9\r\n${ACK}`,
    events: ['malformed at 0: byte 0x53 where an answer begins with HTTP/', 'resumed at 19', 'head 200 OK', 'end'],
  },
];
