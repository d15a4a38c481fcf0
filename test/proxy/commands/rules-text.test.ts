import { describe, expect, it } from 'vitest';
import { ruleSection } from '../../../proxy/commands/rules-markdown.ts';
import { ruleText, severityText, subjectsText } from '../../../proxy/commands/rules-text.ts';
import { defineRule } from '../../../proxy/core/rules/rule.ts';

const RULE = defineRule({
  id: 'some-fault',
  on: ['session'],
  about: 'request',
  severity: 'note',
  strict: 'error',
  blames: 'client',
  confidence: 'likely',
  source: '[BUP §2.2.8]',
  title: 'BITS-* | <odd>',
  why: 'It [breaks] things.',
  fix: 'Mend it.',
  reality: 'OneDrive does it.',
  check: () => undefined,
  message: () => '',
});

describe('what a rule says of itself', () => {
  it('has how real software behaves, where that is known', () => {
    const layout = { width: 80, heading: (text: string) => text };
    expect(ruleText(RULE, layout)).toMatch(/^ {2}In practice OneDrive does it\.$/m);
    expect(ruleSection(RULE)).toContain('**In practice.** OneDrive does it.');
  });

  it('has its severity in the strict profile, if that is another', () => {
    expect(severityText(RULE)).toBe('note; error in the strict profile');
    expect(severityText({ severity: 'error', strict: 'error' })).toBe('error');
    expect(severityText({ severity: 'warning' })).toBe('warning');
  });

  it('has what it judges in words', () => {
    expect(subjectsText(['fragment', 'close-session'], 'session')).toBe('Fragment, Close-Session; speaks once in a session');
    expect(subjectsText(['session', 'notification'], undefined)).toBe('a whole session, the notification of the application');
  });
});

it('signs that mean something in Markdown are only signs there', () => {
  expect(ruleSection(RULE)).toContain('**BITS-\\* \\| \\<odd\\>.**');
  expect(ruleSection(RULE)).toContain('It \\[breaks\\] things.');
});
