import { onTestFinished } from 'vitest';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { startTap } from '../../../proxy/live/tap.ts';
import type { UploadOptions } from '../../../proxy/reference/bits-client.ts';
import { type Recording, recordingOf } from '../../kit/recording-in-memory.ts';
import { startedServer } from '../reference/started-server.ts';
import { testFile } from '../reference/test-file.ts';
import { uploadTo } from '../reference/upload-to.ts';

/** As if they had been recorded. */
export async function recordedUploads(...upload: Parameters<typeof trafficOfUploads>): Promise<Recording> {
  return recordingOf(await trafficOfUploads(...upload));
}

/** What a tap sees of uploads of `size` bytes to the reference server, to `/in/1`, `/in/2` and so on. */
export async function trafficOfUploads(
  count: number,
  size: number,
  { reply = 'none', ...options }: Partial<UploadOptions> & { readonly reply?: 'none' | 'digest' } = {},
): Promise<readonly WireEvent[]> {
  const server = await startedServer({ reply });
  const events: WireEvent[] = [];
  const tap = await startTap(
    { listen: { host: '127.0.0.1', port: 0 }, target: new URL(server.url), hostHeader: 'client', allowForward: false, insecure: false },
    (event) => events.push(event.type === 'data' ? { ...event, bytes: Buffer.from(event.bytes) } : event),
  );
  onTestFinished(() => tap.close());
  const { path } = await testFile(size);
  for (let number = 1; number <= count; number += 1) await uploadTo(`http://127.0.0.1:${tap.address.port}/in/${number}`, path, options);
  await tap.close();
  return events;
}
