import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, describe, expect, it } from 'vitest';
import { pcap, pcapng } from '../../kit/capture-file.ts';
import { eventLines } from '../../kit/event-lines-file.ts';
import { harFile, harOf } from '../../kit/har-file.ts';
import { Program } from '../../kit/program.ts';
import { allSamples, analyse } from '../../kit/samples.ts';
import { sazOf } from '../../kit/saz-file.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';
import { parseXml } from '../../kit/xml.ts';

const SAMPLES = new Map(allSamples().map(({ name, events }) => [name, events]));
const RAW_IP = 101;

/** What tcpdump would have written of a conversation. */
function capture(sample: string, format: 'pcap' | 'pcapng' = 'pcapng'): Uint8Array {
  const packets = packetsOf(SAMPLES.get(sample) ?? []);
  return format === 'pcap' ? pcap(packets, { linkType: RAW_IP }) : pcapng(packets, RAW_IP);
}

const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-')).replaceAll('\\', '/');
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name).replaceAll('\\', '/');
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const LOST = file('lost.pcapng', capture('premature-close'));
const CLEAN = file('clean.pcap', capture('clean-upload', 'pcap'));
const GAP = file('gap.pcapng', capture('fragment-gap'));
const TEXT = file('notes.txt', 'This is no capture, whatever else it may be.');

const LOST_EVENTS = SAMPLES.get('premature-close') ?? [];
const OTHERS = [
  file('lost.har', harFile(harOf(LOST_EVENTS, 'plain'))),
  file('lost.saz', sazOf(LOST_EVENTS)),
  file('lost.jsonl', eventLines(analyse(LOST_EVENTS))),
  file('lost.txt', allSamples().find(({ name }) => name === 'premature-close')?.text ?? ''),
];

async function check(...args: string[]) {
  const program = new Program('check', ...args);
  return { exit: await program.exit(), out: program.out, talk: program.talk };
}

interface Written {
  readonly files: readonly { readonly file: string; readonly complete: boolean }[];
  readonly sessions: readonly { readonly file: string; readonly url: string; readonly outcome: string }[];
  readonly findings: readonly { readonly file: string; readonly rule: string; readonly known: boolean; readonly packet: object }[];
  readonly summary: { readonly error: number; readonly known: { readonly error: number }; readonly gone?: readonly string[] };
}

async function checkJson(...args: string[]): Promise<{ exit: number | null; talk: string; report: Written }> {
  const { exit, out, talk } = await check('--format', 'json', ...args);
  const report: Written = JSON.parse(out);
  return { exit, talk, report };
}

describe('the exit code', () => {
  it.each([
    ['0 for a clean upload', [CLEAN], 0],
    ['1 for an error', [LOST], 1],
    ['0 for what was asked not to fail', [LOST, '--fail-on', 'never'], 0],
    ['1 for a rule that was made an error', [GAP, '--rule', 'fragment-gap=error'], 1],
    ['0 for a rule that was made a note', [GAP, '--rule', 'fragment-gap=note'], 0],
    ['1 for a note, where notes shall fail', [GAP, '--rule', 'fragment-gap=note', '--fail-on', 'note'], 1],
    ['0 for a rule that is off', [GAP, '--rule', 'fragment-gap=off'], 0],
    ['2 where a file can not be read, whatever was found', [LOST, join(folder, 'not-there.pcap')], 2],
    ['2 for what is no capture', [TEXT], 2],
    ['2 for an empty file', [file('empty.pcap', '')], 2],
  ])('is %s', async (_name, args, exit) => {
    expect((await check(...args)).exit).toBe(exit);
  });
});

describe('what can not run', () => {
  it.each([
    [[], /missing required argument 'file'/],
    [[LOST, '--format', 'html'], /Allowed choices are text, json, junit, sarif/],
    [[LOST, '--rule', 'fragment-gpa=off'], /^bitstap: There is no rule "fragment-gpa"\. Did you mean fragment-gap\?/],
    [[LOST, '--rule', 'fragment-gap=fatal'], /severities are off, note, warning, error/],
    [[LOST, '--rule', 'fragment-gap'], /Write it as ID=SEVERITY/],
    [[LOST, '--filter', 'status>'], /status>/],
    [[LOST, '--baseline', join(folder, 'no.json')], /^bitstap: Can't read the baseline: .*Write one with --write-baseline/],
    [[LOST, '--baseline', TEXT], /notes\.txt can't be used: it is no baseline/],
    [[LOST, '--output', join(folder, 'no-folder', 'x.json')], /^bitstap: Can't write .*x\.json/],
    [[LOST, '--output', LOST], /is to be checked: write to another file/],
  ])('says why: %j', async (args, message) => {
    const { exit, out, talk } = await check(...args);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(talk).toMatch(message);
    expect(talk).not.toMatch(/\n\s+at /);
  });

  it('leaves a capture as it is that was named as output', () => {
    expect(Buffer.from(readFileSync(LOST)).equals(Buffer.from(capture('premature-close')))).toBe(true);
  });
});

describe('what is checked', () => {
  it('a file that can not be read does not stop the others', async () => {
    const { exit, talk, report } = await checkJson(join(folder, 'not-there.pcap'), TEXT, LOST);
    expect(exit).toBe(2);
    expect(report.files.map(({ complete }) => complete)).toEqual([false, false, true]);
    expect(report.findings.map(({ rule }) => rule)).toContain('premature-close-session');
    expect(talk).toMatch(/^bitstap: .*not-there\.pcap: It can't be read: ENOENT/m);
    expect(talk).toMatch(/^bitstap: .*notes\.txt: This is no capture/m);
  });

  it.each(OTHERS)('a file without packets like one with them: %s', async (other) => {
    const { exit, report } = await checkJson(other, LOST);
    expect(exit).toBe(1);
    const found = (name: string) => report.findings.filter((finding) => finding.file === name).map(({ rule }) => rule);
    expect(found(LOST)).toContain('premature-close-session');
    expect(found(other)).toEqual(found(LOST));
    expect(report.files[0]).toMatchObject({ format: other.split('.').at(-1), complete: true, frames: 0, http: 1 });
  });

  it('tells people what such a file lacks', async () => {
    const { out } = await check(OTHERS[0] ?? '');
    expect(out).toMatch(
      /^\S+lost\.har {2}har, 1 HTTP connection, 1 session\n {2}capture {2}This HAR of test 1 does not tell how connections\s+ended/,
    );
  });

  it('what came before the place where a file breaks', async () => {
    const bytes = capture('premature-close');
    const broken = file('broken.pcapng', Buffer.concat([bytes, Buffer.from('0a0d0d0a0000000000000000', 'hex')]));
    const { exit, report } = await checkJson(broken);
    expect(exit).toBe(2);
    expect(report.findings.map(({ rule }) => rule)).toContain('premature-close-session');
  });

  it('a file that ends in the middle of a packet, as one of a capture that was stopped', async () => {
    const { exit, report } = await checkJson(file('cut.pcapng', capture('premature-close').slice(0, -7)));
    expect(exit).toBe(1);
    expect(report.files).toMatchObject([{ complete: true, problems: [{ code: 'capture-truncated' }] }]);
  });

  it('a folder, with what is below it', async () => {
    file('tree/a.PCAP', capture('clean-upload', 'pcap'));
    file('tree/deep/er/b.pcapng', capture('premature-close'));
    file('tree/c.txt', 'not this');
    const { report } = await checkJson(join(folder, 'tree'));
    expect(report.files.map((one) => one.file.slice(folder.length))).toEqual(['/tree/a.PCAP', '/tree/deep/er/b.pcapng']);
  });

  it('a pattern that no shell has expanded', async () => {
    const { report } = await checkJson(`${folder}/tree/**/*.pcapng`, LOST);
    expect(report.files.map((one) => one.file.slice(folder.length))).toEqual(['/tree/deep/er/b.pcapng', '/lost.pcapng']);
  });

  it('standard input', async () => {
    const program = new Program('check', '-', '--format', 'json').feed(capture('premature-close', 'pcap'));
    expect(await program.exit()).toBe(1);
    const report: Written = JSON.parse(program.out);
    expect(report.files).toMatchObject([{ file: '-', complete: true }]);
    expect(report.sessions).toMatchObject([{ outcome: 'incomplete' }]);
  });

  it('an upload that is not finished when its capture ends', async () => {
    const events = (SAMPLES.get('clean-upload') ?? []).slice(0, 4);
    const { report } = await checkJson(file('early.pcapng', pcapng(packetsOf(events), RAW_IP)));
    expect(report.sessions).toHaveLength(1);
  });

  it('frame by frame, as Wireshark counts them', async () => {
    const { report } = await checkJson(GAP);
    // Three frames open the connection; each packet and each answer has one.
    expect(report.findings.find(({ rule }) => rule === 'fragment-gap')?.packet).toMatchObject({ number: 2, frame: 6, answerFrame: 7 });
  });

  it('only what a filter selects', async () => {
    const { exit, report } = await checkJson(LOST, GAP, '--filter', 'rule:fragment-gap');
    expect(exit).toBe(1);
    expect(report.sessions.map((session) => session.file)).toEqual([GAP]);
    expect((await checkJson(LOST, '--filter', 'rule:fragment-gap')).exit).toBe(0);
  });
});

describe('a report', () => {
  it('is text for people, without colours in a pipe', async () => {
    const { out, talk } = await check(LOST, CLEAN);
    expect(out).toMatch(/^ {4}error {4}premature-close-session {2}packet 3/m);
    expect(out).toMatch(/^s1 {2}http:\/\/bits\.example\.test\/inbox\/report\.bin {2}Complete: 11 bytes/m);
    expect(out).toMatch(/^2 sessions in 2 files: 1 error/m);
    expect(out).not.toContain('\u001b');
    expect(talk).toBe('');
  });

  it('leaves out clean sessions with --quiet', async () => {
    const { out } = await check(LOST, CLEAN, '--quiet');
    expect(out).not.toContain('clean.pcap');
    expect(out).toContain('lost.pcapng');
  });

  it('goes to a file', async () => {
    const path = join(folder, 'report.xml');
    const { exit, out } = await check(LOST, '--format', 'junit', '--output', path);
    expect([exit, out]).toEqual([1, '']);
    const root = parseXml(readFileSync(path, 'utf8'));
    expect(root.name).toBe('testsuites');
    expect(root.children.map(({ attributes }) => attributes.failures)).toEqual(['0', '1']);
  });

  it('is SARIF for other tools', async () => {
    const { out } = await check(LOST, '--format', 'sarif');
    const log: Log = JSON.parse(out);
    expect(log.runs[0]?.results?.map(({ ruleId }) => ruleId)).toContain('premature-close-session');
  });

  it('is not for a reader that leaves', async () => {
    const program = new Program('check', LOST, CLEAN, GAP);
    program.process.stdout?.destroy();
    expect(await program.exit()).toBe(1);
    expect(program.talk).toBe('');
  });
});

describe('a baseline', () => {
  const path = join(folder, 'known.json');

  it('is written, and what it knows does not fail', async () => {
    expect((await check(LOST, '--write-baseline', path)).exit).toBe(0);
    const { exit, report } = await checkJson(LOST, '--baseline', path);
    expect(exit).toBe(0);
    expect(report.findings.every(({ known }) => known)).toBe(true);
    expect(report.summary.known.error).toBe(report.summary.error);
    expect(report.summary.gone).toEqual([]);
  });

  it('knows the same finding in another capture, with other times and ports', async () => {
    await check(LOST, '--write-baseline', path);
    const later = (SAMPLES.get('premature-close') ?? []).map((event) => ({
      ...event,
      at: event.at + 86_400_000,
      ...(event.type === 'opened' && { client: '192.0.2.77:61001' }),
    }));
    expect((await check(file('later.pcapng', pcapng(packetsOf(later), RAW_IP)), '--baseline', path)).exit).toBe(0);
  });

  it('does not know what is new, and tells what is gone', async () => {
    await check(LOST, '--write-baseline', path);
    const { exit, report } = await checkJson(GAP, '--baseline', path);
    expect(exit).toBe(1);
    expect(report.summary.gone).toContain('premature-close-session client close-session bits.example.test/inbox/report.bin');
  });

  it('is not written of half of the captures', async () => {
    const half = join(folder, 'half.json');
    const { exit, talk } = await check(LOST, TEXT, '--write-baseline', half);
    expect(exit).toBe(2);
    expect(talk).toMatch(/half\.json is not written/);
    expect(readFileSync(half, 'utf8')).toBe('');
  });
});
