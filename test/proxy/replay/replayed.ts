import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { clientScript } from '../../../proxy/core/replay/client-script.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { startTap } from '../../../proxy/live/tap.ts';
import { type Repetition, type ReplayOptions, type ReplayResult, replay } from '../../../proxy/replay/replay.ts';
import { bodyOf } from '../../../proxy/store/bodies.ts';
import type { Recording } from '../../kit/recording-in-memory.ts';

/** A tap before a server: what is recorded while something happens. */
export async function recorded(target: string, happen: (url: URL) => Promise<unknown>): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  const listen = { host: '127.0.0.1', port: 0 };
  const tap = await startTap({ listen, hostHeader: 'client', allowForward: false, insecure: false, target: new URL(target) }, (event) =>
    events.push(event.type === 'data' ? { ...event, bytes: Uint8Array.from(event.bytes) } : event),
  );
  try {
    await happen(new URL(`http://127.0.0.1:${tap.address.port}`));
  } finally {
    await tap.close();
  }
  return events;
}

export interface Replayed extends ReplayResult {
  readonly repetitions: number;
  readonly played: readonly Repetition[];
}

/** Trouble is over soon in tests, and nobody waits for the recorded times. */
export async function replayed(recording: Recording, to: string | URL, options: Partial<ReplayOptions> = {}): Promise<Replayed> {
  const played: Repetition[] = [];
  const result = await replay({
    script: clientScript(recording.timeline),
    bytes: recording.bytes,
    readBody: (connection, request, start, end) => bodyOf(recording.bytes, connection, 'client', request, { start, end }),
    ...{ to: new URL(to), mode: 'adaptive', pace: 0, retries: { attempts: 3, firstWaitMs: 1, maxWaitMs: 1 } },
    onPlayed: (repetition) => played.push(repetition),
    ...options,
  });
  return { ...result, played };
}

/** A server that hears and never answers. */
export async function deafServer(): Promise<{
  readonly url: string;
  readonly heard: () => string;
  readonly hears: (text: string) => Promise<void>;
}> {
  const sockets: Socket[] = [];
  let heard = '';
  let wake = () => {};
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      wake();
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const hears = async (text: string) => {
    while (!heard.includes(text)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, heard: () => heard, hears };
}
