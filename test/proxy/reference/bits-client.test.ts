import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UploadProgress } from '../../../proxy/reference/bits-client.ts';
import { relay } from './relay.ts';
import { startedServer } from './started-server.ts';
import { testFile } from './test-file.ts';
import { uploadTo } from './upload-to.ts';

describe('upload to the reference server', () => {
  it.each([
    [1, 10, 1],
    [9, 10, 1],
    [10, 10, 1],
    [11, 10, 2],
    [20, 10, 2],
    [95, 10, 10],
    [3_000_000, undefined, 3],
    [3_000_000, 65_536, 46],
  ])('brings %i bytes over in fragments of %s', async (size, fragmentSize, fragments) => {
    const server = await startedServer();
    const { path, bytes } = await testFile(size);
    const result = await uploadTo(`${server.url}in/x.bin`, path, fragmentSize === undefined ? {} : { fragmentSize });
    expect(result).toEqual({ sessionId: expect.stringMatching(/^\{/), size: BigInt(size), fragments, resumes: 0, restarts: 0 });
    expect((await readFile(join(server.dir, 'in', 'x.bin'))).equals(bytes)).toBe(true);
  });

  it('downloads the reply before it closes the session', async () => {
    const server = await startedServer({ reply: 'digest' });
    const { path } = await testFile(100);
    const result = await uploadTo(`${server.url}x`, path, { fragmentSize: 40 });
    expect(JSON.parse(Buffer.from(result.reply ?? []).toString())).toMatchObject({ name: 'x', size: 100 });
    expect(result.replyUrl).toBe(`${server.url}BITS-Sessions/Replies/${encodeURIComponent(result.sessionId)}/reply.json`);
    expect(await server.files()).toEqual(['x']);
  });

  it('tells how far it is', async () => {
    const server = await startedServer({ reply: 'digest' });
    const { path } = await testFile(20);
    const seen: UploadProgress[] = [];
    await uploadTo(`${server.url}x`, path, { fragmentSize: 10, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ phase, acknowledged, total }) => [phase, acknowledged, total])).toEqual([
      ['connecting', 0n, 20n],
      ['uploading', 0n, 20n],
      ['uploading', 10n, 20n],
      ['uploading', 20n, 20n],
      ['fetching reply', 20n, 20n],
      ['closing', 20n, 20n],
      ['done', 20n, 20n],
    ]);
  });

  it('goes on after a connection was cut in the middle of a fragment', async () => {
    const server = await startedServer();
    const through = await relay(server.url, { afterBytes: { 1: 250_000, 2: 150_000 } });
    const { path, bytes } = await testFile(400_000);
    const result = await uploadTo(new URL('x', through.url), path, { fragmentSize: 100_000 });
    expect(result).toMatchObject({ fragments: 4, resumes: 2, restarts: 0 });
    expect(through.connections()).toBe(3);
    expect((await readFile(join(server.dir, 'x'))).equals(bytes)).toBe(true);
  });

  it('goes on after an Ack was lost, wherever that happens', async () => {
    // Ping, Create-Session, two Fragments, Close-Session.
    for (const lost of [2, 3, 4, 5]) {
      const server = await startedServer();
      const through = await relay(server.url, { beforeAnswer: { 1: lost } });
      const { path, bytes } = await testFile(20);
      const result = await uploadTo(new URL('x', through.url), path, { fragmentSize: 10 });
      expect(result).toMatchObject({ fragments: 2, resumes: 1, restarts: 0 });
      expect((await readFile(join(server.dir, 'x'))).equals(bytes)).toBe(true);
    }
  });

  it('says what the server says when that refuses', async () => {
    const server = await startedServer();
    const { path } = await testFile(10);
    await uploadTo(`${server.url}x`, path);
    await expect(uploadTo(`${server.url}x`, path)).rejects.toMatchObject({
      code: 'upload-refused',
      message: expect.stringMatching(/^The server refused Create-Session: 403 Forbidden, 0x80070005 E_ACCESSDENIED \(.*\)\.$/),
    });
  });

  it('cancels the session when the server refuses in the middle', async () => {
    const server = await startedServer({ maxSize: 10n });
    const { path } = await testFile(11);
    await expect(uploadTo(`${server.url}x`, path)).rejects.toMatchObject({
      code: 'upload-refused',
      message: expect.stringContaining('0x80200020'),
    });
    expect(await server.files()).toEqual([]);
  });

  it('cancels the session when it is told to stop', async () => {
    const server = await startedServer();
    const { path } = await testFile(100);
    const abort = new AbortController();
    const onProgress = ({ acknowledged }: UploadProgress) => acknowledged >= 50n && abort.abort();
    await expect(uploadTo(`${server.url}x`, path, { fragmentSize: 10, onProgress, signal: abort.signal })).rejects.toMatchObject({
      code: 'upload-failed',
      message: 'The upload was cancelled.',
    });
    expect(server.log.at(-1)).toMatch(/cancelled by the client at byte 50/);
    expect(await server.files()).toEqual([]);
  });

  it('cancels the session when the file is changed under its hands', async () => {
    const server = await startedServer();
    const { path } = await testFile(100);
    const onProgress = ({ acknowledged }: UploadProgress) => acknowledged === 50n && appendFileSync(path, 'more');
    await expect(uploadTo(`${server.url}x`, path, { fragmentSize: 10, onProgress })).rejects.toMatchObject({
      code: 'upload-failed',
      message: `${path} was changed during the upload, which was cancelled.`,
    });
    expect(await server.files()).toEqual([]);
  });
});
