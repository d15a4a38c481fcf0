import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingOf } from '../../kit/recording.ts';
import { startedServer } from '../reference/started-server.ts';
import { testFile } from '../reference/test-file.ts';
import { uploadTo } from '../reference/upload-to.ts';
import { recorded, replayed } from './replayed.ts';

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a recorded upload, replayed', () => {
  it.each(['adaptive', 'exact'] as const)('stores the same file (%s)', async (mode) => {
    const first = await startedServer({ reply: 'digest' });
    const file = await testFile(300_000);
    const events = await recorded(first.url, (url) => uploadTo(new URL('/report.bin', url), file.path, { fragmentSize: 100_000 }));
    const second = await startedServer({ reply: 'digest' });
    const result = await replayed(recordingOf(events), second.url, { mode });
    expect(hash(await readFile(join(second.dir, 'report.bin')))).toBe(hash(file.bytes));
    expect(result).toMatchObject({ zeroBytes: 0, leftOpen: 0, interrupted: false, requests: 7 });
  });
});
