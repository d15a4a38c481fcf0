import { describe, expect, it } from 'vitest';
import { Talk } from '../../kit/talk.ts';

const OTHER = '{00000000-0000-4000-8000-000000000002}';
const THIRD = '{00000000-0000-4000-8000-000000000003}';

describe('a client that starts over', () => {
  it('is seen in both sessions', () => {
    const talk = new Talk().begin().fragment('0-99/300').answer(500, { error: '0x8020001F' }).begin(OTHER);
    expect(talk.session('s1').facts.restartedAs).toBe('s2');
    expect(talk.session('s2').facts.restarts).toBe(1);
  });

  it('is counted each time', () => {
    const talk = new Talk().begin().begin(OTHER).begin(THIRD);
    expect(talk.session('s3').facts.restarts).toBe(2);
  });

  it.each([
    ['closed', new Talk().begin().stored('0-99/100').close().answer(200).begin(OTHER)],
    ['cancelled', new Talk().begin().cancel().answer(200).begin(OTHER)],
  ])('is none when the one before was %s', (_, talk) => {
    expect(talk.session('s1').facts).not.toHaveProperty('restartedAs');
    expect(talk.session('s2').facts.restarts).toBe(0);
  });

  it('is none while the one before still waits for an answer', () => {
    const talk = new Talk().begin().fragment('0-99/300').begin(OTHER);
    expect(talk.session('s2').facts.restarts).toBe(0);
  });

  it('is none when the one before was refused: that is another attempt of the same', () => {
    const talk = new Talk().create().answer(503).begin();
    expect(talk.sessions()).toHaveLength(1);
    expect(talk.session().facts.restarts).toBe(0);
  });
});
