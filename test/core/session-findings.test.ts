import { expect, it } from 'vitest';
import { defineRule, type Finding } from '../../proxy/core/rules/rule.ts';
import { SessionFindings } from '../../proxy/core/session-findings.ts';

const facts = { on: ['ping'], about: 'answer', severity: 'warning', blames: 'server', confidence: 'certain' } as const;
const texts = { source: '[BUP]', title: '', why: '', fix: '', check: () => undefined, message: () => '' };
const once = defineRule({ id: 'once', once: 'session', ...facts, ...texts });
const oncePerHeader = defineRule<'ping', { header: string }>({
  id: 'once-per-header',
  once: 'session',
  onceFor: ({ header }) => header,
  ...facts,
  ...texts,
});
const always = defineRule({ id: 'always', ...facts, ...texts });

function finding(rule: string, evidence: Finding['evidence'] = {}): Finding {
  return { id: 'f1', rule, severity: 'warning', confidence: 'certain', blames: 'server', exchange: 'x1', at: 0, message: '', evidence };
}

it('a rule that speaks once is told once, and its repeats are counted in the evidence', () => {
  const findings = new SessionFindings();
  expect(findings.isRepeat(once, finding('once'))).toBe(false);
  findings.add(once, finding('once', { status: 200 }));
  expect(findings.grown()).toEqual([]);
  expect([findings.isRepeat(once, finding('once')), findings.isRepeat(once, finding('once'))]).toEqual([true, true]);
  expect(findings.grown()).toEqual([finding('once', { status: 200, times: 3 })]);
  expect(findings.grown()).toEqual([]);
  expect(findings.counts).toEqual({ error: 0, warning: 1, note: 0 });
});

it('a rule that speaks once for each header speaks for another header', () => {
  const findings = new SessionFindings();
  findings.add(oncePerHeader, finding('once-per-header', { header: 'A' }));
  expect(findings.isRepeat(oncePerHeader, finding('once-per-header', { header: 'B' }))).toBe(false);
  expect(findings.isRepeat(oncePerHeader, finding('once-per-header', { header: 'A' }))).toBe(true);
});

it('a rule that speaks once speaks each time of what has no part in that', () => {
  const findings = new SessionFindings();
  const onceButErrors = defineRule<'ping', { kind: string }>({
    ...{ id: 'once-but-errors', once: 'session', onceFor: ({ kind }) => (kind === 'error' ? undefined : kind) },
    ...facts,
    ...texts,
  });
  for (const kind of ['note', 'error']) findings.add(onceButErrors, finding('once-but-errors', { kind }));
  expect(findings.isRepeat(onceButErrors, finding('once-but-errors', { kind: 'note' }))).toBe(true);
  expect(findings.isRepeat(onceButErrors, finding('once-but-errors', { kind: 'error' }))).toBe(false);
  expect(findings.grown()).toMatchObject([{ evidence: { kind: 'note', times: 2 } }]);
});

it('any other rule speaks each time', () => {
  const findings = new SessionFindings();
  findings.add(always, finding('always'));
  expect(findings.isRepeat(always, finding('always'))).toBe(false);
});
