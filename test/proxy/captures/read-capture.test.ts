import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCapture } from '../../../proxy/captures/read-capture.ts';

const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CONTENT = Buffer.alloc(2_500_000, 'abc');
const PATH = join(folder, 'a.pcap');
writeFileSync(PATH, CONTENT);

describe('a file', () => {
  it('is read to its end, piece by piece, and told how far', async () => {
    const pieces: Buffer[] = [];
    const told: (readonly [number, number | undefined])[] = [];
    const taker = { feed: (bytes: Uint8Array) => void pieces.push(Buffer.from(bytes)), stopped: false };
    await readCapture(PATH, taker, (bytes, total) => told.push([bytes, total]));
    expect(Buffer.concat(pieces).equals(CONTENT)).toBe(true);
    expect(pieces.length).toBeGreaterThan(1);
    expect(told.at(-1)).toEqual([2_500_000, 2_500_000]);
  });

  it('is read no further than is wanted', async () => {
    let fed = 0;
    const taker = {
      feed: (bytes: Uint8Array) => {
        fed += bytes.length;
      },
      get stopped() {
        return fed > 0;
      },
    };
    await readCapture(PATH, taker, () => {});
    expect(fed).toBeLessThan(CONTENT.length);
  });

  it.each([
    ['that is not there', join(folder, 'x.pcap'), /^It can't be read: ENOENT/],
    ['that is a folder', folder, /^It can't be read: EISDIR/],
  ])('%s has a reason', async (_name, path, message) => {
    const reading = readCapture(path, { feed: () => {}, stopped: false }, () => {});
    await expect(reading).rejects.toMatchObject({ code: 'file-unreadable', message: expect.stringMatching(message) });
  });

  it('does not hide what is wrong with us', async () => {
    const taker = {
      feed: () => {
        throw new TypeError('a bug');
      },
      stopped: false,
    };
    await expect(readCapture(PATH, taker, () => {})).rejects.toThrow(TypeError);
  });
});
