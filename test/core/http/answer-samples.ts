import type { ByteSample } from './samples.ts';

const ACK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

export const ANSWER_SAMPLES: readonly ByteSample[] = [
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
    name: 'an answer of another version, with a reason of many words',
    direction: 'response',
    text: 'HTTP/1.0  416 Requested Range Not  Satisfiable \xe9\r\nContent-Length: 0\r\n\r\n',
    events: ['head 416 Requested Range Not  Satisfiable \xe9', 'end'],
  },
  {
    name: 'a coding that is no chunking ends with the connection',
    direction: 'response',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nabc',
    fin: true,
    events: ['head 200 OK', 'body abc', 'end'],
  },
  {
    name: 'a status that is no number',
    direction: 'response',
    text: 'HTTP/1.1 OK',
    events: ['malformed at 0: the first line is no status line'],
  },
  {
    name: 'an answer that is cut off in its chunks',
    direction: 'response',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b',
    fin: true,
    events: ['head 200 OK', 'body abc'],
  },
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
