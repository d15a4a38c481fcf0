import { describe, expect, it } from 'vitest';
import { scriptedServer, wellBehaved } from '../scripted-server.ts';
import { startedServer } from '../started-server.ts';
import { testFile } from '../test-file.ts';
import { uploadTo } from '../upload-to.ts';

describe('the client', () => {
  it('goes to the host that the server names, with a Ping first', async () => {
    const server = await scriptedServer((request) =>
      request.type === 'Create-Session' ? [...created, 'BITS-Host-Id: localhost'] : wellBehaved(request),
    );
    const { path } = await testFile(1);
    await uploadTo(server.url, path);
    expect(server.requests.map(({ type, header }) => `${type} to ${header('Host')?.split(':')[0]}`)).toEqual([
      'Ping to 127.0.0.1',
      'Create-Session to 127.0.0.1',
      'Ping to localhost',
      'Fragment to localhost',
      'Close-Session to localhost',
    ]);
  });

  it('falls back to the destination when that host cannot be reached', async () => {
    const gone = await startedServer();
    await gone.close();
    const hostId = `BITS-Host-Id: 127.0.0.1:${gone.address.port}`;
    const server = await scriptedServer((request) =>
      request.type === 'Create-Session' ? [...created, hostId, 'BITS-Host-Id-Fallback-Timeout: 0'] : wellBehaved(request),
    );
    const { path } = await testFile(1);
    expect(await uploadTo(server.url, path)).toMatchObject({ resumes: 1 });
  });

  it('does not follow a Host-Id that is no host', async () => {
    const server = await scriptedServer((request) =>
      request.type === 'Create-Session' ? [...created, 'BITS-Host-Id: http://evil/'] : wellBehaved(request),
    );
    const { path } = await testFile(1);
    await expect(uploadTo(server.url, path)).rejects.toMatchObject({ message: "The server's BITS-Host-Id is no host name: http://evil/." });
  });
});

const created = [200, 'BITS-Packet-Type: Ack', 'BITS-Session-Id: {A}'] as const;
