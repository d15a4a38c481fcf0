import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../../../proxy/core/row-events.ts';
import { SessionList } from '../../../../proxy/dashboard/kept/session-list.ts';
import { sessionView } from '../../../kit/timeline.ts';

const changed = (id: string, seq: number): EventOf<'session'> => ({ type: 'session', seq, at: seq, session: sessionView(id) });

function listOf(...changes: readonly [string, number][]): SessionList {
  const list = new SessionList(100);
  for (const [id, seq] of changes) list.take(changed(id, seq));
  return list;
}

const told = ({ changed, removed, upTo }: ReturnType<SessionList['after']>) => ({ changed: changed.map(({ id }) => id), removed, upTo });

describe('the list of sessions', () => {
  const list = listOf(['s1', 1], ['s2', 4], ['s3', 7], ['s1', 9]);

  it('tells a new page everything', () => {
    expect(told(list.after(0, 12, 10))).toEqual({ changed: ['s2', 's3', 's1'], removed: [], upTo: 12 });
  });

  it('tells what changed after an event', () => {
    expect(told(list.after(4, 12, 10))).toEqual({ changed: ['s3', 's1'], removed: [], upTo: 12 });
    expect(told(list.after(9, 12, 10))).toEqual({ changed: [], removed: [], upTo: 12 });
  });

  it('tells a long list in parts that follow each other', () => {
    const first = list.after(0, 12, 2);
    expect(told(first)).toEqual({ changed: ['s2', 's3'], removed: [], upTo: 7 });
    expect(told(list.after(first.upTo, 12, 2))).toEqual({ changed: ['s1'], removed: [], upTo: 12 });
  });

  it('is told whole when its parts just suffice', () => {
    expect(told(list.after(0, 12, 3)).upTo).toBe(12);
  });

  it('tells what was removed, in the part where it falls', () => {
    const shorter = listOf(['s1', 1], ['s2', 2], ['s3', 5], ['s4', 6]);
    shorter.remove('s1', 3);
    shorter.remove('s2', 7);
    expect(told(shorter.after(2, 8, 1))).toEqual({ changed: ['s3'], removed: ['s1'], upTo: 5 });
    expect(told(shorter.after(5, 8, 1))).toEqual({ changed: ['s4'], removed: ['s2'], upTo: 8 });
  });

  it('tells a new page of no removals', () => {
    const shorter = listOf(['s1', 1]);
    shorter.remove('s1', 2);
    expect(told(shorter.after(0, 2, 1))).toEqual({ changed: [], removed: [], upTo: 2 });
  });
});
