import { onTestFinished } from 'vitest';
import { RecordedServer, type RecordedServerOptions } from '../../../proxy/core/replay/recorded-server.ts';
import { serverScript } from '../../../proxy/core/replay/server-script.ts';
import { type MockServer, startMockServer } from '../../../proxy/replay/mock-server.ts';
import type { RecordedAnswers } from '../../../proxy/replay/sent-parts.ts';
import { bodyOf } from '../../../proxy/store/bodies.ts';
import type { Recording } from '../../kit/recording-in-memory.ts';
import { RawClient } from '../reference/raw-client.ts';

export interface StartedMock extends MockServer {
  readonly server: RecordedServer;
  readonly log: readonly string[];
  connect(): Promise<RawClient>;
}

/** A mock of what was recorded, on a free port, for one test. */
export async function startedMock(
  { timeline, bytes }: Recording,
  options: RecordedServerOptions & { readonly pace?: number; readonly port?: number } = {},
): Promise<StartedMock> {
  const { pace, port = 0, ...rest } = options;
  const server = new RecordedServer(serverScript(timeline), rest);
  const log: string[] = [];
  const readBody: RecordedAnswers['readBody'] = (connection, response, start, end) =>
    bodyOf(bytes, connection, 'server', response, { start, end });
  const mock = await startMockServer({
    ...{ server, recorded: { bytes, readBody }, listen: { host: '127.0.0.1', port }, log: (line) => log.push(line) },
    ...(pace !== undefined && { pace }),
  });
  onTestFinished(() => mock.close());
  return { ...mock, server, log, connect: () => RawClient.connect(mock.url) };
}
