import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReadingProgress } from '../../../proxy/commands/reading-progress.ts';

let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => vi.restoreAllMocks());

function out(change: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const written: string[] = [];
  const stream = { ...change, write: (text: string) => written.push(text) > 0 };
  return { written, stream };
}

it('says nothing of what is over within a second', () => {
  const { written, stream } = out({ isTTY: true });
  const progress = new ReadingProgress(stream, 'a.pcap');
  nowMs = 999;
  progress.show(1e6, 5e6);
  progress.end();
  expect(written).toEqual([]);
});

it('draws one line again on a terminal, and takes it away', () => {
  const { written, stream } = out({ isTTY: true, columns: 80 });
  const progress = new ReadingProgress(stream, '/logs/a.pcap');
  nowMs = 1000;
  progress.show(1e9, 2e9);
  nowMs = 1100;
  progress.show(1.1e9, 2e9);
  nowMs = 1200;
  progress.show(2e9, 2e9);
  progress.end();
  expect(written.slice(0, 2)).toEqual(['\rreading a.pcap: 50 % of 2000.0 MB', '\rreading a.pcap: 100 % of 2000.0 MB']);
  expect(written.at(-1)).toBe(`\r${' '.repeat('reading a.pcap: 100 % of 2000.0 MB'.length)}\r`);
});

it('writes a plain line now and then elsewhere', () => {
  const { written, stream } = out();
  const progress = new ReadingProgress(stream, '-');
  for (nowMs = 0; nowMs <= 21_500; nowMs += 500) progress.show(nowMs * 1000);
  progress.end();
  expect(written).toEqual(['reading -: 1.0 MB\n', 'reading -: 11.0 MB\n', 'reading -: 21.0 MB\n']);
});

it('is not drawn wider than the terminal, and lets no name act on it', () => {
  const { written, stream } = out({ isTTY: true, columns: 20 });
  const progress = new ReadingProgress(stream, 'a\u001b[2J.pcap');
  nowMs = 2000;
  progress.show(1, 2);
  expect(written[0]).toBe('\rreading a⟨ESC⟩[2J.p');
});
