import { describe, expect, it } from 'vitest';
import { type ScriptedRequest, scriptedServer, wellBehaved } from '../scripted-server.ts';
import { testFile } from '../test-file.ts';
import { uploadTo } from '../upload-to.ts';

describe('the client', () => {
  it('sends smaller fragments after 413, but none below 5 KiB', async () => {
    const tooLarge = ({ body }: ScriptedRequest, limit: number) => (body.length > limit ? ([413] as const) : undefined);
    const { path } = await testFile(40_000);
    const some = await scriptedServer((request) => tooLarge(request, 10_000) ?? wellBehaved(request));
    expect(await uploadTo(some.url, path, { fragmentSize: 32_000 })).toMatchObject({ fragments: 5 });
    expect(some.requests.filter(({ type }) => type === 'Fragment').map(({ body }) => body.length)).toEqual([
      32_000, 16_000, 8_000, 8_000, 8_000, 8_000, 8_000,
    ]);
    const none = await scriptedServer((request) => tooLarge(request, 0) ?? wellBehaved(request));
    await expect(uploadTo(none.url, path, { fragmentSize: 32_000 })).rejects.toMatchObject({ code: 'upload-refused' });
    expect(none.requests.filter(({ type }) => type === 'Fragment').map(({ body }) => body.length)).toEqual([32_000, 16_000, 8_000, 5_120]);
    expect(none.types().at(-1)).toBe('Cancel-Session');
  });

  it('obeys the offset of the server, back and into the middle of a fragment', async () => {
    const offsets = [15, 5, 20];
    const server = await scriptedServer((request) =>
      request.type === 'Fragment'
        ? [offsets.length === 2 ? 416 : 200, `BITS-Received-Content-Range: ${offsets.shift()}`]
        : wellBehaved(request),
    );
    const { path, bytes } = await testFile(20);
    await uploadTo(server.url, path);
    const fragments = server.requests.filter(({ type }) => type === 'Fragment');
    expect(fragments.map(({ header }) => header('Content-Range'))).toEqual(['bytes 0-19/20', 'bytes 15-19/20', 'bytes 5-19/20']);
    expect(fragments.at(-1)?.body.equals(bytes.subarray(5))).toBe(true);
  });

  it.each([
    ['asks for the same byte again and again', '0', /keeps asking for byte 0/],
    ['skips bytes', '11', /asks for byte 11 .*: it skips bytes/],
    ['does not say which byte is next', 'x', /does not say which byte is next/],
  ])('gives up when the server %s', async (_what, offset, message) => {
    const server = await scriptedServer((request) =>
      request.type === 'Fragment' ? [200, `BITS-Received-Content-Range: ${offset}`] : wellBehaved(request),
    );
    const { path } = await testFile(20);
    await expect(uploadTo(server.url, path, { fragmentSize: 10 })).rejects.toMatchObject({
      code: 'upload-failed',
      message: expect.stringMatching(message),
    });
    expect(server.types().at(-1)).toBe('Cancel-Session');
  });
});
