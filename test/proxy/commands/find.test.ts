import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

function sample(name: string): string {
  const path = join(folder, `${name}.pcapng`);
  writeFileSync(path, pcapng(packetsOf(allSamples().find((one) => one.name === name)?.events ?? []), RAW_IP));
  return path;
}

const file = sample('clean-upload');

async function find(...args: string[]) {
  const program = new Program('find', ...args);
  return { exit: await program.exit(), out: program.out, talk: program.talk };
}

describe('find', () => {
  it('tells each hit with its packet and its place', async () => {
    const { exit, out, talk } = await find('HELLO', file);
    expect({ exit, talk }).toEqual({ exit: 0, talk: '' });
    expect(out).toMatch(/^report\.bin \(s1\)\n {2}x\d+ +Fragment, request body, byte 0: hello \n$/);
  });

  it('finds bytes, and text as it is typed', async () => {
    expect((await find('68 65 6c', '--hex', file)).exit).toBe(0);
    expect((await find('HELLO', '--case', file)).exit).toBe(1);
  });

  it('ends with 1 where nothing is found, and with 2 where it can not look', async () => {
    expect(await find('no such thing', file)).toEqual({ exit: 1, out: '', talk: '' });
    expect(await find('6g', '--hex', file)).toMatchObject({ exit: 2, talk: expect.stringContaining('g is no hexadecimal digit') });
    expect(await find('a', join(folder, 'absent'))).toMatchObject({ exit: 2 });
  });

  it('looks only where it is told to', async () => {
    expect((await find('hello', '--in', 'heads', file)).exit).toBe(1);
    expect((await find('hello', '--filter', 'type:create-session', file)).exit).toBe(1);
    expect((await find('hello', '--session', 's1', file)).exit).toBe(0);
  });

  it('says that there are more than its limit', async () => {
    const { out, talk } = await find('bits', '--limit', '2', file);
    expect(out.trimEnd().split('\n')).toHaveLength(3);
    expect(talk).toBe('bitstap: it ended after 2 hits: there are more.\n');
  });

  it('is JSON for scripts', async () => {
    const { out } = await find('hello', '--format', 'json', file);
    expect(JSON.parse(out)).toEqual({
      schema: 'bitstap-find/1',
      files: [file],
      hits: [expect.objectContaining({ session: 's1', part: 'body', of: 'request', at: 0, length: 5, hit: 'hello', after: ' ' })],
      summary: expect.objectContaining({ missingBodies: 0 }),
    });
  });
});
