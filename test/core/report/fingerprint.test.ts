import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../proxy/core/report/fingerprint.ts';
import type { Finding } from '../../../proxy/core/rules/rule.ts';
import { exchange, request } from '../../kit/exchange.ts';
import { sessionView } from '../../kit/timeline.ts';

const FINDING: Finding = {
  ...{ id: 'f1', rule: 'fragment-gap', severity: 'error', confidence: 'certain', blames: 'client', session: 's1', exchange: 'x2' },
  ...{ at: 1000, message: 'A gap.', evidence: { first: 101n, expected: 100n } },
};
const SESSION = sessionView('s1', { hosts: ['Files.Example.test:8080'], path: '/inbox/report.bin' });
const of = (finding: Partial<Finding>, session: Partial<typeof SESSION> = {}) =>
  fingerprintOf({ ...FINDING, ...finding }, 'fragment', { session: { ...SESSION, ...session } });

describe('a fingerprint', () => {
  it('reads as what it stands for', () => {
    expect(of({})).toBe('fragment-gap client fragment files.example.test/inbox/report.bin');
  });

  it.each([
    ['ids', { id: 'f77', session: 's9', exchange: 'x40' }, { id: 's9', sessionId: '{OTHER}' }],
    ['times', { at: 99 }, { createdAt: 5, lastAt: 6 }],
    ['offsets and words of the case', { message: 'Another gap.', evidence: { first: 500n } }, {}],
    ['severity, which people may change', { severity: 'note' }, {}],
    ['ports and addresses', {}, { server: '192.0.2.7:81', client: '192.0.2.99', hosts: ['files.example.test:9999'] }],
  ] as const)('does not depend on %s', (_name, finding, session) => {
    expect(of(finding, session)).toBe(of({}));
  });

  it.each([
    ['the rule', { rule: 'fragment-overlap' }, {}],
    ['whom it blames', { blames: 'server' }, {}],
    ['the path', {}, { path: '/inbox/other.bin' }],
    ['the host', {}, { hosts: ['mirror.example.test'] }],
  ] as const)('tells apart by %s', (_name, finding, session) => {
    expect(of(finding, session)).not.toBe(of({}));
  });

  it('takes a file named after the day or an id for the same file tomorrow', () => {
    const monday = of({}, { path: '/in/log-2025-03-03.{1f0e4a12-0000-4aaa-bbbb-0123456789ab}.bin' });
    const tuesday = of({}, { path: '/in/log-2025-03-04.{99999999-1111-4ccc-dddd-abcdefabcdef}.bin' });
    expect(monday).toBe('fragment-gap client fragment files.example.test/in/log-#-#-#.{#}.bin');
    expect(tuesday).toBe(monday);
  });

  it('stays one line, and short, whatever the path is', () => {
    const long = of({}, { path: `/a\n b\u2028${'x'.repeat(100_000)}` });
    expect(long.length).toBeLessThan(400);
    expect(long).not.toMatch(/[\n\u2028]/);
  });

  it('of a notification names what it was about', () => {
    const notified = exchange({ request: request('POST', 'http://app.example.test/notify.aspx?id=7', { Host: 'app.example.test:8088' }) });
    expect(fingerprintOf(FINDING, 'notification', { exchange: { ...notified, kind: 'notification' } })).toBe(
      'fragment-gap client notification app.example.test/notify.aspx',
    );
  });
});
