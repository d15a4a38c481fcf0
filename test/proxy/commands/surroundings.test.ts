import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { surroundingsOf } from '../../../proxy/commands/surroundings.ts';

describe('where a report is written to', () => {
  beforeEach(() => {
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('FORCE_COLOR', '1');
  });
  afterEach(() => vi.unstubAllEnvs());

  it('has colours and a width on a terminal', () => {
    const { width, paint } = surroundingsOf({ isTTY: true, columns: 132 }, 'everything');
    expect(width).toBe(132);
    expect(paint('error', 'x')).not.toBe('x');
  });

  it('has neither in a pipe or a file', () => {
    const { width, paint } = surroundingsOf({}, 'everything');
    expect([width, paint('error', 'x')]).toEqual([80, 'x']);
  });

  it('has no colours where people want none', () => {
    vi.stubEnv('NO_COLOR', '1');
    expect(surroundingsOf({ isTTY: true, columns: 80 }, 'everything').paint('error', 'x')).toBe('x');
  });

  it('writes times as ISO 8601', () => {
    expect(surroundingsOf({}, 'everything').time(1_741_078_800_010.5)).toBe('2025-03-04T09:00:00.010Z');
  });
});
