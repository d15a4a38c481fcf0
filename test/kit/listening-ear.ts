import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { portOf } from './wires.ts';

export interface Ear {
  readonly url: string;
  /** The requests as they came, bytes as Latin-1, each with its body. */
  readonly heard: readonly string[];
}

/** A server for one test that says the same to everyone, and remembers what was said to it. */
export async function listeningEar(answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'): Promise<Ear> {
  const heard: string[] = [];
  const server = createServer((socket) => hear(socket, answer, heard));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${portOf(server)}`, heard };
}

function hear(socket: Socket, answer: string, heard: string[]): void {
  let said = '';
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    said += bytes.toString('latin1');
    const head = said.indexOf('\r\n\r\n');
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(said)?.[1] ?? 0);
    if (head < 0 || said.length < head + 4 + length) return;
    heard.push(said);
    socket.end(answer);
  });
}
