/** A server that answers BITS packets as fast as Node can: raw sockets, no HTTP stack, bodies counted and dropped. */
import { createServer, type Socket } from 'node:net';
import type { Received } from '../messages.ts';
import { acknowledge, formatSessionId, type ReceivedHead, readRequestHead } from '../packets.ts';
import { answerQuestions, tell } from './answering.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
let received = 0;
let sessions = 0;

function nextSessionId(): string {
  sessions += 1;
  return formatSessionId(sessions);
}

/** One connection: heads and bodies in turn, an Ack after each. */
class Conversation {
  readonly #socket: Socket;
  #unread: Buffer | undefined;
  #request: ReceivedHead | undefined;
  #bodyLeft = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  take(bytes: Buffer): void {
    received += bytes.length;
    let at = 0;
    while (at < bytes.length) at = this.#request ? this.#takeBody(bytes, at) : this.#takeHead(bytes, at);
  }

  #takeHead(bytes: Buffer, at: number): number {
    const all = this.#unread ? Buffer.concat([this.#unread, bytes.subarray(at)]) : bytes.subarray(at);
    const end = all.indexOf(HEAD_END);
    this.#unread = end < 0 ? all : undefined;
    if (end < 0) return bytes.length;
    this.#request = readRequestHead(all.toString('latin1', 0, end + HEAD_END.length));
    this.#bodyLeft = this.#request.contentLength;
    if (this.#bodyLeft === 0) this.#answer(this.#request);
    return bytes.length - (all.length - end - HEAD_END.length);
  }

  #takeBody(bytes: Buffer, at: number): number {
    const taken = Math.min(this.#bodyLeft, bytes.length - at);
    this.#bodyLeft -= taken;
    if (this.#bodyLeft === 0 && this.#request) this.#answer(this.#request);
    return at + taken;
  }

  #answer(request: ReceivedHead): void {
    this.#request = undefined;
    this.#socket.write(acknowledge(request, nextSessionId), 'latin1');
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const conversation = new Conversation(socket);
  socket.on('data', (bytes) => conversation.take(bytes));
  // A relay that goes away takes its connections with it; the load generator is the one to tell.
  socket.on('error', () => socket.destroy());
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') tell({ port: address.port });
});
answerQuestions((): Received => ({ bytes: received }));
