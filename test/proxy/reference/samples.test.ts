import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sendSampleUploads } from '../../../proxy/reference/samples.ts';
import { relay } from './relay.ts';
import { scriptedServer } from './scripted-server.ts';
import { startedServer } from './started-server.ts';

describe('sendSampleUploads', () => {
  it('brings three files over, and loses the one that is closed too early', async () => {
    const server = await startedServer({ reply: 'digest' });
    await sendSampleUploads({ url: new URL(server.url), pauseMs: 0 });
    const names = (await readdir(join(server.dir, 'samples'))).sort();
    expect(names.map((name) => name.replace(/-[0-9a-f]{6}\./, '.'))).toEqual([
      '1-clean.bin',
      '2-resumed-after-416.bin',
      '4-reply-lost.bin',
    ]);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(server.dir, 'samples', name))).size));
    expect(sizes).toEqual([8 * 131_072, 6 * 131_072, 4 * 131_072]);
    expect(server.log.filter((line) => line.startsWith('refused'))).toEqual([
      'refused as invalid-request: Close-Session at byte 393216 of 786432',
    ]);
    expect(await server.files()).toEqual(['samples']);
  });

  it('is told with 416 where to go on after the connection that it cut', async () => {
    const server = await startedServer({ reply: 'digest' });
    const through = await relay(server.url);
    await sendSampleUploads({ url: through.url, pauseMs: 0 });
    const answers = [...through.fromServer().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(answers.filter((status) => status !== '200')).toEqual(['416', '400']);
    // One for each upload, and one more for the one that was cut.
    expect(through.connections()).toBe(5);
  });

  it('downloads two replies of three', async () => {
    const server = await startedServer({ reply: 'digest' });
    const through = await relay(server.url);
    await sendSampleUploads({ url: through.url, pauseMs: 0 });
    expect(through.fromServer().match(/BITS-Reply-URL/g)).toHaveLength(3);
    expect(through.fromServer().match(/"sha256"/g)).toHaveLength(2);
  });

  it('may be sent again: nothing is overwritten', async () => {
    const server = await startedServer({ reply: 'digest' });
    for (const _time of [1, 2]) await sendSampleUploads({ url: new URL(server.url), pauseMs: 0 });
    expect(await readdir(join(server.dir, 'samples'))).toHaveLength(6);
  });

  it('says when the server is none for samples', async () => {
    const server = await scriptedServer(() => [404]);
    await expect(sendSampleUploads({ url: server.url, pauseMs: 0 })).rejects.toMatchObject({
      code: 'upload-refused',
      message: 'The samples cannot be sent: the server answers 404 Scripted.',
    });
  });
});
