import type { Socket } from 'node:net';

/** How long, and how much, a client that is still sending is listened to after we answered in place of the server. */
const LINGER_MS = 2000;
const LINGER_BYTES = 64 * 1024 * 1024;

/** A plain answer of our own, for people and logs; the connection ends with it. */
export function plainAnswer(status: number, reason: string, text: string): Buffer {
  const body = Buffer.from(`${text}\n`, 'utf8');
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Connection: close',
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), body]);
}

/**
 * Ends the connection after an answer. What the client still sends is read and dropped for a while: closing in its face
 * would send RST, and many clients then forget the answer that they had already got [RFC 9112 §9.6].
 */
export function lingeringClose(client: Socket): void {
  let dropped = 0;
  client.end();
  client.on('data', (chunk) => {
    dropped += chunk.length;
    if (dropped > LINGER_BYTES) client.destroy();
  });
  client.on('end', () => client.destroySoon());
  if (client.readableEnded) client.destroySoon();
  client.resume();
  const timer = setTimeout(() => client.destroy(), LINGER_MS).unref();
  client.once('close', () => clearTimeout(timer));
}
