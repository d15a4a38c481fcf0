import { describe, expect, it } from 'vitest';
import { standing, Timeline, worstSeverity } from '../../proxy/core/timeline.ts';
import { allSamples, analyse } from '../kit/samples.ts';

const sample = (name: string) => analyse(allSamples().find((candidate) => candidate.name === name)?.events ?? []);

function folded(name: string): Timeline {
  const timeline = new Timeline();
  for (const event of sample(name)) timeline.apply(event);
  return timeline;
}

describe('the fold of a timeline', () => {
  it('keeps each exchange as one row with its packet, its answer and its findings', () => {
    const row = folded('premature-close').rows.get('x3');
    expect(row).toMatchObject({ request: { type: 'close-session' }, answer: { type: 'close-session-ack', status: 200 } });
    expect(row?.findings.map(({ rule }) => rule).sort()).toEqual(['incomplete-close-accepted', 'premature-close-session']);
  });

  it('takes no event twice', () => {
    const timeline = new Timeline();
    const events = sample('premature-close');
    for (const event of [...events, ...events]) timeline.apply(event);
    expect(timeline.rows.get('x3')?.findings).toHaveLength(2);
  });

  it('numbers events without gaps', () => {
    expect(sample('clean-upload').map(({ seq }) => seq)).toEqual(sample('clean-upload').map((_, index) => index + 1));
  });
});

describe('how a session stands', () => {
  it.each([
    ['clean-upload', 'complete', undefined],
    ['premature-close', 'lost', 'error'],
    ['premature-close-refused', 'lost', 'error'],
    ['verb-blocked', 'refused', 'error'],
    ['unknown-session', 'unknown to server', 'error'],
    ['ignores-server-offset', 'uploading', 'error'],
    ['close-retried', 'complete', 'warning'],
  ])('%s: %s, worst finding %s', (name, word, worst) => {
    const session = folded(name).sessions.get('s1');
    expect(session && standing(session)).toBe(word);
    expect(session && worstSeverity(session)).toBe(worst);
  });
});
