import type { Socket } from 'node:net';
import { type Framing, header, headerAll, type RequestHead } from '../../core/http/message.ts';
import { type Answer, type Persistence, render, renderHead, text } from './answers.ts';
import { Interrupted } from './interrupted.ts';
import type { Incoming } from './packets.ts';
import { RequestBody } from './request-body.ts';
import { RequestStream } from './request-stream.ts';

export interface ConnectionOptions {
  readonly maxHeadBytes: number;
  /** Gives the answer to a request; throws only Interrupted, which ends the connection. */
  readonly answer: (incoming: Incoming) => Promise<Answer>;
}

/** How long a connection stays half open after our last answer, so that a client that still sends can read it. */
const LINGER_MS = 2_000;

const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');

/** Answers the requests on a connection, one after the other, until either side ends it. An idle one may stay. */
export async function serveConnection(socket: Socket, options: ConnectionOptions): Promise<void> {
  // Reading and writing report it, too; without a listener it would end the process.
  socket.on('error', () => undefined);
  const requests = new RequestStream(socket, options.maxHeadBytes);
  try {
    while ((await serveNext(socket, requests, options)) === 'more');
    socket.end();
    await linger(socket, requests);
  } catch (error) {
    socket.destroy();
    if (!(error instanceof Interrupted)) throw error;
  }
}

async function serveNext(socket: Socket, requests: RequestStream, { answer }: ConnectionOptions): Promise<'more' | 'last'> {
  const event = await requests.next();
  if (event?.type === 'malformed') await write(socket, render(text(400, `This cannot be read as HTTP: ${event.reason}.`), 'close'));
  if (event?.type !== 'head') return 'last';
  const { head, framing } = event;
  const invite = () => write(socket, CONTINUE);
  const body = new RequestBody({ requests, framing, ...(expectsContinue(head, framing) && { invite }) });
  const reply = await answer({ head, framing, body, giveUp: () => socket.destroy() });
  // A refused Fragment is read to its end: a connection that stays in step need not be authenticated anew.
  const persistence = (await body.drop()) === 'lost' ? 'close' : persistenceOf(head);
  await write(socket, head.method === 'HEAD' ? renderHead(reply, persistence) : render(reply, persistence));
  return persistence === 'close' ? 'last' : 'more';
}

async function linger(socket: Socket, requests: RequestStream): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  try {
    await requests.discard();
  } finally {
    clearTimeout(timer);
  }
}

function expectsContinue({ version, headers }: RequestHead, framing: Framing): boolean {
  if (version !== '1.1' || (framing.kind === 'length' && framing.length === 0)) return false;
  return header(headers, 'Expect')?.toLowerCase() === '100-continue';
}

/** What the client and its version of HTTP want of the connection after the answer [RFC 9112 §9.3]. */
function persistenceOf({ version, headers }: RequestHead): Persistence {
  const wishes = headerAll(headers, 'Connection').flatMap((value) => value.toLowerCase().split(/[\s,]+/));
  if (version === '1.0') return wishes.includes('keep-alive') ? 'keep-alive' : 'close';
  return wishes.includes('close') ? 'close' : undefined;
}

/** Resolves when the bytes are on their way. */
function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (cause) => (cause ? reject(new Interrupted({ cause })) : resolve()));
  });
}
