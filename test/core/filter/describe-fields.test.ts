import { describe, expect, it } from 'vitest';
import { describeFields } from '../../../proxy/core/filter/describe-fields.ts';
import { FIELD_NAMES, FIELDS } from '../../../proxy/core/filter/fields.ts';
import { filter } from '../../kit/filter.ts';

describe('the table of fields', () => {
  it('has a row of four cells for each field', () => {
    const [head, line, ...rows] = describeFields().split('\n');
    expect([head, line].map((row) => row?.split('|').length)).toEqual([6, 6]);
    expect(rows.map((row) => row.split(/[|`]/)[2])).toEqual(FIELDS.map(({ name }) => name));
    expect(rows.every((row) => row.split('|').length === 6)).toBe(true);
  });

  it('has every name once', () => {
    expect([...new Set(FIELD_NAMES)]).toEqual(FIELDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
  });

  it.each(FIELDS)('has an example for $name that is a filter of one term', ({ name, example }) => {
    expect(filter(example).toString()).toBe(example);
    expect(example.startsWith(name)).toBe(true);
  });

  it.each(FIELDS.filter(({ values }) => values))('suggests for $name nothing but values that it takes', ({ name, values = [] }) => {
    for (const value of values) expect(filter(`${name}:${value.replaceAll(' ', '-')}`).explain(), value).not.toBe('');
  });

  it('names the words that are allowed, and what they ask for', () => {
    const row = (name: string) =>
      describeFields()
        .split('\n')
        .find((line) => line.startsWith(`| \`${name}\``));
    expect(row('severity')).toContain('`note`, `warning`, `error`');
    expect(row('is')).toContain('`open` (more may come of the session)');
    expect(row('state')).toContain('`waiting-for-close`');
  });
});
