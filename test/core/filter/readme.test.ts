import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeFields } from '../../../proxy/core/filter/describe-fields.ts';

it('the README has the table of fields as it is', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  const [, table = ''] = readme.split(/<!-- \/?filter-fields -->/);
  expect(table.trim()).toBe(describeFields().trim());
});
