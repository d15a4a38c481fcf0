import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendMarks, readMarkFile } from '../../../proxy/store/mark-file.ts';
import { MarksBesideFiles } from '../../../proxy/store/marks-beside-files.ts';
import { marked, packetPlace, sessionPlace, unmarked } from '../../kit/marks.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';

const first = marked(packetPlace(), 'two\nlines');
const second = unmarked(sessionPlace());

describe('a file of marks', () => {
  it('has a line for each change, and is read as it was written', async () => {
    const capture = join(await temporaryFolder(), 'a.pcapng');
    expect(await readMarkFile(capture)).toEqual({ changes: [] });
    await appendMarks(capture, [first]);
    await appendMarks(capture, [second]);
    expect(await readMarkFile(capture)).toEqual({ changes: [first, second] });
    const lines = (await readFile(`${capture}.marks.jsonl`, 'utf8')).split('\n');
    expect(lines.map((line) => line && JSON.parse(line))).toEqual([first, second, '']);
  });

  it('goes on behind a line that was cut off, which is left out and said', async () => {
    const capture = join(await temporaryFolder(), 'a.pcapng');
    await writeFile(`${capture}.marks.jsonl`, `${JSON.stringify(first)}\n{"place":{"on":"se`);
    await appendMarks(capture, [second]);
    const read = await readMarkFile(capture);
    expect(read.changes).toEqual([first, second]);
    expect(read.problem).toMatch(/^1 of the 3 lines of .*a\.pcapng\.marks\.jsonl are no marks/);
  });

  it('that is something else, or can not be read, gives no marks, and says why', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'b.pcapng.marks.jsonl'));
    const read = await readMarkFile(join(folder, 'b.pcapng'));
    expect(read.changes).toEqual([]);
    expect(read.problem).toContain("can't be read");
  });
});

describe('marks beside files', () => {
  it('go beside the capture from which the connection was read', async () => {
    const folder = await temporaryFolder();
    const [a, b] = [join(folder, 'a.pcapng'), join(folder, 'b.pcapng')];
    const marks = await MarksBesideFiles.read([a, b], (connection) => (connection === 'c2' ? b : a));
    await Promise.all([marks.keep(first, 'c2'), marks.keep(second, 'c1')]);
    expect([(await readMarkFile(a)).changes, (await readMarkFile(b)).changes]).toEqual([[second], [first]]);
    expect((await MarksBesideFiles.read([a, b])).changes).toEqual([second, first]);
    expect(marks.keeping).toMatchObject({ kind: 'file', file: expect.stringContaining('a.pcapng.marks.jsonl') });
  });

  it('stay in memory where they can not be written, say so, and are written when they can be', async () => {
    const folder = join(await temporaryFolder(), 'gone');
    const capture = join(folder, 'a.pcapng');
    const marks = await MarksBesideFiles.read([capture]);
    await marks.keep(first, undefined);
    expect(marks.keeping).toMatchObject({
      kind: 'memory',
      problem: expect.stringMatching(/^a\.pcapng\.marks\.jsonl can't be written \(.*ENOENT/),
    });
    await mkdir(folder);
    await marks.keep(second, undefined);
    expect(marks.keeping).toEqual({ kind: 'file', file: 'a.pcapng.marks.jsonl' });
    expect((await readMarkFile(capture)).changes).toEqual([first, second]);
  });

  it('of standard input are in memory', async () => {
    const marks = await MarksBesideFiles.read(['-']);
    await marks.keep(first, 'c1');
    expect(marks.keeping).toMatchObject({ kind: 'memory', problem: expect.stringContaining('Standard input') });
  });
});
