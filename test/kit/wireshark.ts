/** Wireshark's programs, where they are installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Whether they are there; if not, it is said what is not tested then. */
export function hasWireshark(untested: string): boolean {
  const found = ['tshark', 'capinfos'].every((program) => spawnSync(program, ['--version']).status === 0);
  if (!found) process.stderr.write(`\nNot tested: tshark is not installed, so ${untested}.\n\n`);
  return found;
}

/** What tshark says about a file. */
export function tshark(file: string, ...options: readonly string[]): string {
  return execFileSync('tshark', ['-r', file, ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 });
}

/** What each side of the first streams said, in hex. */
export function follow(file: string, count: number): (readonly [client: string, server: string])[] {
  const options = Array.from({ length: count }, (_, index) => ['-z', `follow,tcp,raw,${index}`]).flat();
  const streams: (readonly [string, string])[] = [];
  for (const part of tshark(file, '-q', ...options).split('Follow: tcp,raw')) {
    const [, number] = /tcp\.stream eq (\d+)/.exec(part) ?? [];
    const lines = part.split('\n').filter((line) => /^\t?[0-9a-f]+$/.test(line));
    const of = (server: boolean) => lines.filter((line) => line.startsWith('\t') === server).map((line) => line.trim());
    if (number !== undefined) streams[Number(number)] = [of(false).join(''), of(true).join('')];
  }
  return streams;
}

/** A folder for files of a test file's own; it is gone afterwards. */
export function folderOfFiles(): (name: string, content: Uint8Array | string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'bitstap-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}
