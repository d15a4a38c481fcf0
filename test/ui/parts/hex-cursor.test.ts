import { describe, expect, it } from 'vitest';
import { asHex, HexCursor, readOffset, visibleByte } from '../../../ui/parts/hex-cursor.svelte.ts';

const cursor = (length = 1_000) => new HexCursor({ length: () => length, perRow: () => 16, rowsInSight: () => 10 });

describe('the cursor in bytes', () => {
  it('goes by byte, by row and by page, and stays inside', () => {
    const at = cursor();
    const path = ['ArrowRight', 'ArrowDown', 'End', 'Home', 'PageDown', 'ArrowUp', 'ArrowLeft'].map((key) => {
      at.press(key, 'move');
      return at.at;
    });
    expect(path).toEqual([1, 17, 31, 16, 160, 144, 143]);
    at.press('End', 'move', true);
    at.press('ArrowDown', 'move');
    expect(at.at).toBe(999);
    at.press('Home', 'move', true);
    at.press('ArrowLeft', 'move');
    expect(at.at).toBe(0);
  });

  it('leaves other keys to others', () => {
    expect(cursor().press('x', 'move')).toBe(false);
  });

  it('chooses a stretch, in either direction', () => {
    const at = cursor();
    at.goTo(100);
    at.press('ArrowLeft', 'extend');
    at.press('ArrowUp', 'extend');
    expect([at.from, at.until]).toEqual([83, 101]);
    at.press('ArrowRight', 'move');
    expect([at.from, at.until]).toEqual([84, 85]);
  });

  it('keeps its row in sight, also in 10 GB', () => {
    const at = cursor(10 * 1024 ** 3);
    at.goTo(5 * 1024 ** 3);
    const row = (5 * 1024 ** 3) / 16;
    expect(at.top).toBe(row - 9);
    at.goTo(0);
    expect(at.top).toBe(0);
    at.top = Number.MAX_SAFE_INTEGER;
    expect(at.top).toBe(at.rows - 10);
  });

  it('shows a stretch from some rows before it on, and stays where all of it is in sight', () => {
    const at = cursor();
    at.show(500, 520);
    expect([at.at, at.top]).toEqual([500, Math.floor(500 / 16) - 2]);
    at.show(480, 490);
    expect([at.at, at.top]).toEqual([480, Math.floor(500 / 16) - 2]);
    at.goTo(485);
    at.show(480, 490);
    expect(at.at).toBe(485);
  });

  it('shows the end of a stretch too, where only its beginning is in sight', () => {
    const at = cursor();
    at.show(159, 170);
    expect(at.top).toBe(7);
  });
});

describe('offsets and bytes as text', () => {
  it('are read in decimal and in hex', () => {
    expect(['496', ' 0x1F0 ', '1,024', '-1', '0x', 'ten', ''].map(readOffset)).toEqual([
      496,
      496,
      1_024,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are shown so that nothing is invisible', () => {
    expect(asHex(Uint8Array.of(0, 10, 255))).toBe('00 0a ff');
    expect([0x41, 0x20, 0, 0x7f, 0xe2].map(visibleByte)).toEqual(['A', ' ', '·', '·', '·']);
  });
});
