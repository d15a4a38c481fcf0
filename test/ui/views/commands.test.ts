import { describe, expect, it } from 'vitest';
import { type Command, commandsLike } from '../../../ui/views/commands.ts';

const commands = ['Theme: dark', 'All sessions', 'Pause the view', 'Filter: sessions that are lost'].map(
  (title): Command => ({ group: 'Go', title, run: () => {} }),
);

const like = (typed: string) => commandsLike(commands, typed).map(({ title }) => title);

describe('commands', () => {
  it('are all there while nothing is typed', () => {
    expect(like(' ')).toHaveLength(4);
  });

  it('have every word that is typed, in any order', () => {
    expect(like('lost filter')).toEqual(['Filter: sessions that are lost']);
    expect(like('nothing')).toEqual([]);
  });

  it('begin with what is typed before those that only have it', () => {
    expect(like('t')[0]).toBe('Theme: dark');
  });
});
