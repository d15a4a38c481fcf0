import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findCaptures } from '../../../proxy/captures/find-captures.ts';

const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-')).replaceAll('\\', '/');
afterAll(() => rmSync(folder, { recursive: true }));

for (const name of ['a.pcapng', 'b.pcap', 'c.cap', 'd.txt', 'sub/e.PCAPNG', 'sub/[f].pcap', 'told/g.jsonl', 'told/g.jsonl.marks.jsonl']) {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), '');
}
mkdirSync(join(folder, 'nothing'));

const found = async (...names: string[]) =>
  (await findCaptures(names.map((name) => (name === '-' ? name : `${folder}/${name}`)))).map((capture) => {
    const name = capture.file.replace(`${folder}/`, '');
    return 'problem' in capture ? `${name}: ${capture.problem}` : name;
  });

describe('a name on the command line', () => {
  it.each([
    ['is a file, whatever it is called', ['d.txt'], ['d.txt']],
    ['is a file that is not there: reading it will tell', ['x.pcap'], ['x.pcap']],
    ['is all below a folder, in any case of the endings', ['sub'], ['sub/[f].pcap', 'sub/e.PCAPNG']],
    ['is no file of marks, in a folder or by a pattern', ['told', 'told/*'], ['told/g.jsonl']],
    ['is a file of marks where that is named', ['told/g.jsonl.marks.jsonl'], ['told/g.jsonl.marks.jsonl']],
    ['is a pattern', ['*.pcap*'], ['a.pcapng', 'b.pcap']],
    ['is a pattern over folders', ['**/*.{pcap,cap}'], ['b.pcap', 'c.cap', 'sub/[f].pcap']],
    ['is no pattern where a file is called so', ['sub/[f].pcap'], ['sub/[f].pcap']],
    ['is standard input', ['-'], ['-']],
    ['stands for nothing', ['*.har'], ['*.har: No file matches it.']],
    [
      'is a folder without captures',
      ['nothing'],
      ['nothing: There is no capture in it: no file that ends in .pcapng, .pcap, .cap, .har, .saz, .jsonl.'],
    ],
    ['counts once', ['b.pcap', '*.pcap', '-', 'b.pcap', '-'], ['b.pcap', '-']],
  ])('%s', async (_name, names, expected) => {
    expect(await found(...names)).toEqual(expected);
  });

  it.skipIf(process.platform === 'win32')('is not followed round and round', async () => {
    symlinkSync(folder, join(folder, 'sub', 'back'));
    expect(await found('sub')).toEqual(['sub/[f].pcap', 'sub/e.PCAPNG']);
  });
});
