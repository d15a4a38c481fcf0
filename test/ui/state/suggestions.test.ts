import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../proxy/core/filter.ts';
import { type SuggestionSources, suggest } from '../../../ui/state/suggestions.ts';

const sources: SuggestionSources = {
  saved: ['state:lost'],
  recent: ['status:416', 'state:lost'],
  seen: ({ name }) => new Map(name === 'file' ? Object.entries({ 'b.bin': 1, 'my report.bin': 3 }) : name === 'state' ? [['lost', 2]] : []),
  meaning: ({ name }, value) => (name === 'rule' && value === 'fragment-gap' ? 'Fragment leaves a gap' : undefined),
};

/** What is suggested where `|` stands. */
function at(typed: string) {
  const caret = typed.indexOf('|');
  return suggest(typed.replace('|', ''), caret, sources);
}

const labels = (typed: string) => at(typed).map(({ label }) => label);
const taken = (typed: string, label: string) => {
  const found = at(typed).find((one) => one.label === label);
  return found && `${found.text.slice(0, found.caret)}|${found.text.slice(found.caret)}`;
};

describe('while nothing is typed', () => {
  it('saved and recent filters come first, each once, then fields', () => {
    expect(labels('|').slice(0, 4)).toEqual(['state:lost', 'status:416', 'state:', 'severity:']);
  });

  it('what is written already is not suggested as a whole', () => {
    expect(labels('status:416 |')[0]).toBe('state:');
  });
});

describe('a word', () => {
  it('is the beginning of a field', () => {
    expect(labels('lat|')).toEqual(['latency:']);
    expect(taken('status:416 lat|', 'latency:')).toBe('status:416 latency:|');
  });

  it('is a part of a value', () => {
    expect(labels('unknown-to|')).toContain('state:unknown-to-server');
    expect(at('los|').find(({ label }) => label === 'state:lost')?.count).toBe(2);
    expect(taken('los| or a', 'state:lost')).toBe('state:lost |or a');
  });

  it('in quotes is a text, and nothing else', () => {
    expect(labels('"stat"|')).toEqual([]);
  });
});

describe('a field', () => {
  it('has the values that were seen, those that most have first', () => {
    expect(at('file:|').map(({ label, count }) => [label, count])).toEqual([
      ['my report.bin', 3],
      ['b.bin', 1],
    ]);
  });

  it('has values that contain what is typed, in quotes where they need them', () => {
    expect(taken('file:rep|', 'my report.bin')).toBe('file:"my report.bin" |');
    expect(taken('file:"my re|', 'my report.bin')).toBe('file:"my report.bin" |');
    expect(taken('a file:b|.x c', 'b.bin')).toBe('a file:b.bin |c');
  });

  it('keeps the operator', () => {
    expect(taken('severity>=|', 'warning')).toBe('severity>=warning |');
  });

  it('says what its values mean', () => {
    expect(at('rule:fragment-g|')[0]?.detail).toBe('Fragment leaves a gap');
  });
});

it('suggests nothing but filters', () => {
  for (const typed of ['|', 's|', 'state:|', 'file:|', 'rule:|', 'is:|', 'a or stat|']) {
    for (const { kind, text } of at(typed)) if (kind !== 'field') expect([text, parseFilter(text).ok]).toEqual([text, true]);
  }
});
