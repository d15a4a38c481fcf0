import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pcapng } from '../../kit/capture-file.ts';
import { Program } from '../../kit/program.ts';
import { allSamples } from '../../kit/samples.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';

const RAW_IP = 101;
const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const target = (name: string) => join(folder, name);

function sample(name: string): string {
  const path = target(`${name}.pcapng`);
  writeFileSync(path, pcapng(packetsOf(allSamples().find((candidate) => candidate.name === name)?.events ?? []), RAW_IP));
  return path;
}

async function run(command: string, ...args: string[]) {
  const program = new Program(command, ...args);
  return { exit: await program.exit(), out: program.out, talk: program.talk };
}

const exportTo = (...args: string[]) => run('export', ...args);
const packetsIn = (csv: string) =>
  csv
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[1]);

describe('export', () => {
  it('writes to standard output unless a file is named', async () => {
    const { exit, out, talk } = await exportTo(sample('clean-upload'), '--format', 'csv');
    expect({ exit, talk }).toEqual({ exit: 0, talk: '' });
    expect(packetsIn(out)).toEqual(['x1', 'x2', 'x3', 'x4', 'x5']);
    const named = await exportTo(sample('clean-upload'), '--format', 'csv', '--output', target('a.csv'));
    expect({ exit: named.exit, out: named.out }).toEqual({ exit: 0, out: '' });
    expect(readFileSync(target('a.csv'), 'utf8')).toBe(out);
  });

  it('of a session has nothing of the others', async () => {
    const all = await exportTo(sample('session-id-shared'), '--format', 'csv');
    const one = await exportTo(sample('session-id-shared'), '--format', 'csv', '--session', 's2');
    const sessions = (csv: string) =>
      new Set(
        csv
          .split('\r\n')
          .slice(1, -1)
          .map((line) => line.split(',')[5]),
      );
    expect([...sessions(all.out)]).toContain('s1');
    expect([...sessions(one.out)]).toEqual(['s2']);
  });

  it('has only the exchanges that a filter selects', async () => {
    expect(packetsIn((await exportTo(sample('clean-upload'), '--format', 'csv', '--filter', 'type:fragment')).out)).toEqual(['x3', 'x4']);
  });

  it('of nothing says so', async () => {
    const { exit, talk } = await exportTo(sample('clean-upload'), '--format', 'csv', '--filter', 'status:404');
    expect({ exit, talk }).toEqual({ exit: 0, talk: 'bitstap: nothing was selected.\n' });
  });

  it.each(['pcapng', 'txt'])('as %s is a capture of these exchanges, which can be checked and exported again', async (format) => {
    const file = target(`part.${format}`);
    await exportTo(sample('premature-close'), '--format', format, '-o', file);
    const checked = await run('check', file);
    expect(checked.exit).toBe(1);
    expect(checked.out).toContain('premature-close-session');
    const again = await exportTo(file, '--format', 'csv');
    expect(packetsIn(again.out)).toEqual(['x1', 'x2', 'x3']);
  });

  it('as a script has the bodies in a folder beside it', async () => {
    const { exit } = await exportTo(sample('clean-upload'), '--format', 'curl', '-o', target('upload.sh'));
    expect(exit).toBe(0);
    expect(readdirSync(target('upload.sh.bodies')).sort()).toEqual(['x3.bin', 'x4.bin']);
    expect(readFileSync(target('upload.sh.bodies/x4.bin'), 'latin1')).toBe('world');
    expect(readFileSync(target('upload.sh'), 'latin1')).toContain('/upload.sh.bodies; fi');
  });

  it('as a script needs a name', async () => {
    const { exit, talk } = await exportTo(sample('clean-upload'), '--format', 'curl');
    expect(exit).toBe(2);
    expect(talk).toContain('--output');
  });

  it('keeps what is there', async () => {
    writeFileSync(target('mine.har'), 'mine');
    const { exit, talk } = await exportTo(sample('clean-upload'), '--format', 'har', '-o', target('mine.har'));
    expect(exit).toBe(2);
    expect(talk).toContain('--force');
    expect(readFileSync(target('mine.har'), 'utf8')).toBe('mine');
    await exportTo(sample('clean-upload'), '--format', 'har', '-o', target('mine.har'), '--force');
    expect(readFileSync(target('mine.har'), 'utf8')).toContain('"version":"1.2"');
  });

  it('says what it leaves out, unless it shall be quiet', async () => {
    const args = [sample('clean-upload'), '--format', 'har', '--max-body', '5', '-o', target('small.har'), '--force'];
    expect((await exportTo(...args)).talk).toBe('bitstap: x3: the request has a body of 6 bytes, which is left out.\n');
    expect((await exportTo(...args, '--quiet')).talk).toBe('');
  });

  it('says that a recording was not whole, also in what it writes', async () => {
    const whole = readFileSync(sample('clean-upload'));
    writeFileSync(target('broken.pcapng'), Buffer.concat([whole.subarray(0, whole.length - 200), Buffer.from('garbage'.repeat(40))]));
    const { exit, out, talk } = await exportTo(target('broken.pcapng'), '--format', 'txt');
    expect(exit).toBe(0);
    expect(talk).toContain('broken.pcapng: ');
    expect(out).toMatch(/^# Not all could be read: /m);
  });

  it('as a page to share has no credentials and no bodies unless it is told to, and says what is left', async () => {
    const args = [sample('basic-without-ping'), '--format', 'html', '--force', '-o', target('copy.html')];
    const plain = await exportTo(...args);
    expect(plain.exit).toBe(0);
    expect(plain.talk).toMatch(/^bitstap: taken out: Authorization \(\d+\)\.$/m);
    expect(plain.talk).toMatch(/^bitstap: left in it: 1 client address: /m);
    expect(plain.talk).toMatch(/^bitstap: left out: all /m);
    const kept = await exportTo(...args, '--no-redact', '--bodies', 'all');
    expect(kept.talk).toContain('credentials are left in.');
    expect(kept.talk).toMatch(/^bitstap: left in it: the first 67,108,864 bytes of each body/m);
    expect((await exportTo(...args, '--quiet')).talk).toBe('');
  });

  it('as a page to share is not written where it would be too large', async () => {
    const { exit, talk } = await exportTo(sample('clean-upload'), '--format', 'html', '--max-size', '10k', '-o', target('large.html'));
    expect(exit).toBe(2);
    expect(talk).toContain('The file would have more than 10,240 bytes');
    expect(readdirSync(folder)).not.toContain('large.html');
  });

  it('does not know any format', async () => {
    const { exit, talk } = await exportTo(sample('clean-upload'), '--format', 'xlsx');
    expect(exit).toBe(2);
    expect(talk).toContain('pcapng, har, jsonl, txt, curl, csv, md');
  });
});
