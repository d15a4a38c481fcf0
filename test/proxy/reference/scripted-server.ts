import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { header, type RequestHead } from '../../../proxy/core/http/message.ts';
import { requestReader } from '../../../proxy/core/http/reader.ts';

export interface ScriptedRequest {
  readonly head: RequestHead;
  /** `Ping`, …; empty for an ordinary request. */
  readonly type: string;
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
  /** Which connection it came on, from 1. */
  readonly connection: number;
}

/** A status, and header lines. */
export type ScriptedAnswer = readonly [status: number, ...lines: string[]];

export interface ScriptedServer {
  readonly url: URL;
  readonly requests: readonly ScriptedRequest[];
  /** Their types, in order. */
  readonly types: () => string[];
}

export type Script = (request: ScriptedRequest, server: ScriptedServer) => ScriptedAnswer;

/** A server that says what a test wants it to, after each whole request. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    readRequests(socket, connections, (request) => {
      requests.push(request);
      answer(socket, script(request, scripted));
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const scripted = {
    url: new URL(`http://127.0.0.1:${portOf(server.address())}/x`),
    requests,
    types: () => requests.map(({ type }) => type),
  };
  return scripted;
}

function readRequests(socket: Socket, connection: number, take: (request: ScriptedRequest) => void): void {
  const reader = requestReader();
  let head: RequestHead | undefined;
  let body: Buffer[] = [];
  socket.on('data', (bytes) => {
    for (const event of reader.read(bytes)) {
      if (event.type === 'head') head = event.head;
      if (event.type === 'body') body.push(Buffer.from(event.bytes));
      if (event.type !== 'end' || !head) continue;
      const { headers } = head;
      const find = (name: string) => header(headers, name);
      take({ head, type: find('BITS-Packet-Type') ?? '', header: find, body: Buffer.concat(body), connection });
      body = [];
    }
  });
}

function answer(socket: Socket, scripted: ScriptedAnswer): void {
  const [status, ...lines] = scripted;
  const length = lines.some((line) => /^content-length:/i.test(line)) ? [] : ['Content-Length: 0'];
  socket.write([`HTTP/1.1 ${status} Scripted`, ...lines, ...length, '', ''].join('\r\n'));
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address ? address.port : 0;
}

/** How a well-behaved server answers; what a test is about stands before it: `script(request) ?? wellBehaved(request)`. */
export function wellBehaved({ type, header: find }: ScriptedRequest): ScriptedAnswer {
  switch (type) {
    case 'Create-Session':
      return [200, 'BITS-Packet-Type: Ack', 'BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}', 'BITS-Session-Id: {A}'];
    case 'Fragment': {
      const last = /-(\d+)\//.exec(find('Content-Range') ?? '')?.[1] ?? '0';
      return [200, 'BITS-Packet-Type: Ack', `BITS-Received-Content-Range: ${BigInt(last) + 1n}`];
    }
    default:
      return [200, 'BITS-Packet-Type: Ack'];
  }
}
