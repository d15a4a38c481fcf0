import { describe, expect, it } from 'vitest';
import { isOver, STEPS, type State, type Step, step } from '../../../../proxy/reference/server/machine.ts';

const STATES: readonly State[] = ['RECEIVE_FRAGMENTS', 'NOTIFY', 'WAIT_FOR_CLOSE', 'COMPLETE', 'CANCEL'];

describe('the machine of an upload', () => {
  it('completes after the last fragment, its notification and Close-Session', () => {
    const path: Step[] = ['fragment', 'fragment', 'last-fragment', 'notified', 'close-session'];
    expect(path.reduce<State>(step, 'RECEIVE_FRAGMENTS')).toBe('COMPLETE');
  });

  it('publishes nothing after a Close-Session before the last fragment', () => {
    expect(step('RECEIVE_FRAGMENTS', 'close-session')).toBe('CANCEL');
  });

  it('can reach every state', () => {
    const reached = new Set<State>(['RECEIVE_FRAGMENTS']);
    for (const state of reached) for (const next of Object.values(STEPS[state])) reached.add(next);
    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  it('ends in COMPLETE and CANCEL only', () => {
    expect(STATES.filter(isOver)).toEqual(['COMPLETE', 'CANCEL']);
  });

  it('takes no step that the table does not have', () => {
    expect(() => step('COMPLETE', 'fragment')).toThrow('a session in COMPLETE takes no fragment');
  });
});
