import { mkdir, readdir, readFile, rmdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBitsServer } from '../../../proxy/reference/bits-server.ts';
import { startedServer } from './started-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const GUID = /^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/;
const TEMPORARY = /^\.bitstap-upload-[0-9a-f-]{36}$/;

describe('an upload to the reference server', () => {
  it('appears under its name when it is closed, and not before', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/report.bin');
    expect((await client.fragment('/report.bin', id, '0-5/11', 'hello ')).header('BITS-Received-Content-Range')).toBe('6');
    expect((await client.fragment('/report.bin', id, '6-10/11', 'world')).header('BITS-Received-Content-Range')).toBe('11');
    expect(await server.files()).toEqual([expect.stringMatching(TEMPORARY)]);
    expect((await client.close('/report.bin', id)).status).toBe(200);
    expect(await server.files()).toEqual(['report.bin']);
    expect(await readFile(join(server.dir, 'report.bin'), 'utf8')).toBe('hello world');
  });

  it('begins with an Ack like that of IIS', async () => {
    const client = await (await startedServer()).connect();
    const ack = await client.packet('CREATE-SESSION', '/x', ['BITS-Supported-Protocols: {7DF0354D-249B-430F-820D-3D2A9BEF4931}']);
    expect(ack.lines).toEqual([
      expect.stringMatching(/^Date: .* GMT$/),
      'Server: bitstap',
      'Pragma: no-cache',
      'BITS-Packet-Type: Ack',
      'BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}',
      `BITS-Session-Id: ${ack.header('BITS-Session-Id')}`,
      'Accept-Encoding: identity',
      'Content-Length: 0',
    ]);
    expect(ack.header('BITS-Session-Id')).toMatch(GUID);
  });

  it('goes into folders, which are made when it is closed', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/a/b%20c/x.bin');
    await client.fragment('/a/b%20c/x.bin', id, '0-0/1', 'x');
    expect(await server.files()).toEqual([expect.stringMatching(TEMPORARY)]);
    await client.close('/a/b%20c/x.bin', id);
    expect(await readFile(join(server.dir, 'a', 'b c', 'x.bin'), 'utf8')).toBe('x');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    expect((await client.cancel('/x', id)).status).toBe(200);
    expect(await server.files()).toEqual([]);
  });

  it('is refused and deleted when it is closed too early', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    const ack = await client.close('/x', id);
    expect([ack.status, ack.header('BITS-Error')]).toEqual([400, '0x80070057']);
    expect(await server.files()).toEqual([]);
    expect((await client.fragment('/x', id, '5-10/11', ' world')).header('BITS-Error')).toBe('0x8020001F');
  });

  it('can be closed again when its name was taken meanwhile and is free again', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-0/1', 'x');
    await mkdir(join(server.dir, 'x'));
    expect((await client.close('/x', id)).status).toBe(400);
    await rmdir(join(server.dir, 'x'));
    expect((await client.close('/x', id)).status).toBe(200);
  });

  it('ends after a time without packets', async () => {
    const server = await startedServer({ sessionTimeoutMs: 20 });
    const client = await server.connect();
    const id = await client.create('/x');
    await server.logged(/timed out/);
    expect((await client.fragment('/x', id, '0-0/1', 'x')).header('BITS-Error')).toBe('0x8020001F');
    expect(await server.files()).toEqual([]);
  });
});

describe('startBitsServer', () => {
  it('ends its connections and deletes partial files when it is closed', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    await server.close();
    await client.ended();
    expect(await server.files()).toEqual([]);
  });

  it('deletes what a server that crashed left behind long ago', async () => {
    const dir = await temporaryFolder();
    for (const name of ['.bitstap-upload-old', '.bitstap-upload-new', 'other']) await writeFile(join(dir, name), '');
    for (const name of ['.bitstap-upload-old', 'other']) await utimes(join(dir, name), 0, 0);
    const server = await startedServer({ dir });
    expect((await readdir(dir)).sort()).toEqual(['.bitstap-upload-new', 'other']);
    await server.close();
  });

  it('says when the port is in use', async () => {
    const { address, dir } = await startedServer();
    await expect(startBitsServer({ dir, listen: address })).rejects.toMatchObject({ code: 'listen-in-use' });
  });

  it('says when there is no such folder', async () => {
    const listen = { host: '127.0.0.1', port: 0 };
    await expect(startBitsServer({ dir: join(await temporaryFolder(), 'none'), listen })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});
