import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { pcapng } from '../../kit/capture-file.ts';
import { Program } from '../../kit/program.ts';
import { allSamples } from '../../kit/samples.ts';
import { Talk } from '../../kit/talk.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';

const RAW_IP = 101;
const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, events: readonly WireEvent[]): string {
  const path = join(folder, name);
  writeFileSync(path, pcapng(packetsOf(events), RAW_IP));
  return path;
}

function sample(name: string): string {
  return file(`${name}.pcapng`, allSamples().find((candidate) => candidate.name === name)?.events ?? []);
}

async function payload(...args: string[]) {
  const program = new Program('payload', ...args);
  return { exit: await program.exit(), out: program.out, talk: program.talk };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const target = (name: string) => join(folder, name);

describe('payload', () => {
  it('writes a file that is whole, and says its size and its digest', async () => {
    const { exit, out, talk } = await payload(sample('clean-upload'), '--output', target('report.bin'));
    expect({ exit, talk }).toEqual({ exit: 0, talk: '' });
    expect(readFileSync(target('report.bin'), 'latin1')).toBe('hello world');
    expect(out).toContain('report.bin (s1, {3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}): complete, 11 bytes.');
    expect(out).toContain(`SHA-256 ${sha256('hello world')}\n`);
  });

  it('only looks where no output is named', async () => {
    const { exit, out } = await payload(sample('clean-upload'), '--session', '3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11');
    expect(exit).toBe(0);
    expect(out).toContain(sha256('hello world'));
    expect(out).not.toContain('Written');
  });

  it('writes nothing of a file that was closed too early, and says what is missing', async () => {
    const { exit, out } = await payload(sample('premature-close'), '--output', target('lost.bin'));
    expect(exit).toBe(1);
    expect(out).toContain('incomplete, 100 of 300 bytes.');
    expect(out).toContain('Missing: bytes 100 to 299: nobody sends them in this traffic.');
    expect(out).not.toContain('SHA-256');
    expect(readdirSync(folder).filter((name) => name.startsWith('lost.bin'))).toEqual([]);
  });

  it('writes it with zeros where that is wanted', async () => {
    const { exit, out } = await payload(sample('premature-close'), '--output', target('partial.bin'), '--partial');
    const expected = `${'x'.repeat(100)}${'\0'.repeat(200)}`;
    expect(exit).toBe(1);
    expect(readFileSync(target('partial.bin'), 'latin1')).toBe(expected);
    expect(out).toContain(`SHA-256 ${sha256(expected)}, with zeros`);
  });

  it('says which bytes came twice and differed', async () => {
    const talk = new Talk().begin().fragment('0-9/10', { came: 10 }).cut('client').fragment('0-9/10', { came: 0, length: 10 });
    const events = talk.raw('client', 'xxxyyxxxxx').answer(200, { next: 10 }).close().answer(200).events;
    const { exit, out } = await payload(file('twice.pcapng', events));
    expect(exit).toBe(0);
    expect(out).toContain('Sent more than once: 10 bytes, 2 of them different.');
    expect(out).toContain('Different: bytes 3 to 4: those of x3 count, x2 has others.');
  });

  it('rebuilds a reply', async () => {
    const { exit, out } = await payload(sample('windows-upload-reply'), '--reply', '-o', target('reply.bin'));
    expect(exit).toBe(0);
    expect(out).toContain('The reply to claims.xml');
    expect(readFileSync(target('reply.bin'), 'latin1')).toBe('x'.repeat(1000));
  });

  it('has no reply where there is none', async () => {
    const { exit, out } = await payload(sample('clean-upload'), '--reply', '-o', target('none.bin'));
    expect(exit).toBe(1);
    expect(out).toContain('there is none in this traffic');
    expect(existsSync(target('none.bin'))).toBe(false);
  });

  it('keeps a file that is there', async () => {
    writeFileSync(target('mine.bin'), 'mine');
    const { exit, talk } = await payload(sample('clean-upload'), '-o', target('mine.bin'));
    expect(exit).toBe(2);
    expect(talk).toContain('--force');
    expect(readFileSync(target('mine.bin'), 'latin1')).toBe('mine');
    expect((await payload(sample('clean-upload'), '-o', target('mine.bin'), '--force')).exit).toBe(0);
    expect(readFileSync(target('mine.bin'), 'latin1')).toBe('hello world');
  });

  it('never writes over the recording', async () => {
    const recording = sample('clean-upload');
    const before = readFileSync(recording);
    const { exit } = await payload(recording, '-o', recording, '--force');
    expect(exit).toBe(2);
    expect(readFileSync(recording).equals(before)).toBe(true);
  });

  it('asks which session is meant, where there are several', async () => {
    const { exit, talk } = await payload(sample('session-id-shared'));
    expect(exit).toBe(2);
    expect(talk).toMatch(/^bitstap: There are several sessions: s1 .*--session.\n$/);
  });

  it('fills no more zeros than can be', async () => {
    const events = new Talk().begin().fragment('0-9/18446744073709551615', { came: 10 }).answer(200, { next: 10 }).events;
    const { exit, talk } = await payload(file('huge.pcapng', events), '--partial', '-o', target('huge.bin'));
    expect(exit).toBe(2);
    expect(talk).toContain('too much to be filled with zeros');
  });
});
