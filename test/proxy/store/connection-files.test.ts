import { describe, expect, it } from 'vitest';
import { ConnectionFiles } from '../../../proxy/store/connection-files.ts';

const opened = (connection: string) => ({ type: 'opened', at: 1, connection, client: 'a:1' }) as const;

describe('the file of a connection', () => {
  it('is the one that was read when it was opened', () => {
    const files = new ConnectionFiles();
    for (const [connection, file] of [
      ['c1', 'a'],
      ['c2', 'a'],
      ['c3', 'b'],
      ['c4', 'c'],
    ] as const)
      files.take(opened(connection), file);
    expect(['c1', 'c2', 'c3', 'c4'].map((connection) => files.of(connection))).toEqual(['a', 'a', 'b', 'c']);
  });

  it('is unknown while nothing was opened', () => {
    expect(new ConnectionFiles().of('c1')).toBeUndefined();
  });
});
