import fc from 'fast-check';
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

describe('a long list that is told in parts while it changes', () => {
  it('misses nothing, and tells nothing that is gone', () => {
    const step = fc.record({ id: fc.integer({ min: 0, max: 40 }), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 12 }), { maxLength: 20 }), (rounds) => {
        const list = new SessionList(1_000);
        let seq = 0;
        for (let id = 0; id < 30; id += 1) list.take(changed(`s${id}`, ++seq));
        const page = new Map<string, number>();
        let after = 0;
        const tell = () => {
          const part = list.after(after, seq, 5);
          for (const { id } of part.changed) page.set(id, part.upTo);
          for (const id of part.removed) page.delete(id);
          after = part.upTo;
          return part.changed.length;
        };
        for (const round of rounds) {
          for (const { id, remove } of round) {
            seq += 1;
            // What is gone does not come back: its list is asked before.
            if (list.isRemoved(`s${id}`)) continue;
            if (!remove) list.take(changed(`s${id}`, seq));
            else if (list.get(`s${id}`)) list.remove(`s${id}`, seq);
          }
          tell();
        }
        while (after < seq) tell();
        expect([...page.keys()].sort()).toEqual(
          list
            .all()
            .map(({ id }) => id)
            .sort(),
        );
      }),
    );
  });
});
