import { describe, expect, it } from 'vitest';
import { EMPTY_COVERAGE } from '../../../proxy/core/bits/coverage.ts';
import { type Filter, parseFilter } from '../../../proxy/core/filter.ts';
import { Collected, type ReportLimits } from '../../../proxy/core/report/collected.ts';
import { FileCollector } from '../../../proxy/core/report/file-collector.ts';
import type { TimelineEvent } from '../../../proxy/core/timeline.ts';
import { checked } from '../../kit/report.ts';
import { allSamples } from '../../kit/samples.ts';
import { bodies, Script } from '../../kit/timeline.ts';

const SAMPLES = new Map(allSamples().map(({ name, events }) => [name, events]));
const sample = (name: string) => SAMPLES.get(name) ?? [];
/** The clean upload, by another client on another connection. */
const otherUpload = sample('clean-upload').map((event) => ({
  ...event,
  ...('connection' in event && { connection: 'c2' }),
  ...(event.type === 'opened' && { client: '192.0.2.77:61001' }),
}));
const SETTINGS = { failOn: 'error', profile: 'standard', rules: {} } as const;

interface Given {
  readonly filter?: string;
  readonly limits?: Partial<ReportLimits>;
}

function filterOf(text: string): Filter {
  const result = parseFilter(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.filter;
}

/** What is reported of a timeline that is told in these goes. */
function reported(goes: readonly (readonly TimelineEvent[])[], { filter = '', limits }: Given = {}) {
  const collected = new Collected(limits);
  const collector = new FileCollector('a.pcapng', collected, filterOf(filter));
  for (const events of goes) collector.take(events);
  collector.end(undefined, true);
  return collected.report('1.2.3', SETTINGS);
}

/** One packet of a session, answered, with findings of these ids. */
function packet(script: Script, exchange: string, session: string, ...findings: string[]): TimelineEvent[] {
  const parts = [script.exchange(exchange, session, bodies(0)), script.request(exchange, session), script.answer(exchange, session)];
  return [...parts, ...findings.map((id) => script.finding(id, exchange, session))];
}

describe('a session in a report', () => {
  it('has what a person wants to know of it', () => {
    const { sessions } = checked({ 'a.pcapng': sample('premature-close') });
    expect(sessions).toMatchObject([
      {
        ...{ file: 'a.pcapng', session: 's1', id: '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}' },
        ...{ client: '192.0.2.10', server: 'bits.example.test:80', url: 'http://bits.example.test/inbox/report.bin' },
        ...{ state: 'COMPLETE', outcome: 'incomplete', total: 300n, acknowledged: 100n, packets: 3, fragments: 1, seenFromStart: true },
        evicted: false,
      },
    ]);
    expect(sessions[0]?.judged).toEqual(['create-session accepted', 'fragment accepted', 'close-session accepted']);
  });

  it('is as it stood in the end', () => {
    const script = new Script();
    const { sessions } = reported([
      [script.session('s1', { packets: 1 })],
      [script.session('s1', { packets: 7, coverage: { ...EMPTY_COVERAGE, acknowledged: 900n } })],
    ]);
    expect(sessions).toMatchObject([{ packets: 7, acknowledged: 900n }]);
  });

  it('that was forgotten is not met again under its number', () => {
    const script = new Script();
    const { sessions, findings } = reported([
      [script.session('s1'), ...packet(script, 'x1', 's1', 'f1')],
      [script.session('s2'), script.evicted('session', 's1')],
      [...packet(script, 'x2', 's1', 'f2'), script.session('s1')],
    ]);
    expect(sessions.map(({ session, evicted }) => [session, evicted])).toEqual([
      ['s1', true],
      ['s2', false],
    ]);
    expect(findings.map(({ session }) => session)).toEqual(['s1', 's1']);
  });
});

describe('a finding in a report', () => {
  it('is placed: the packet of its session, its connection, where its head begins, its range and its answer', () => {
    const { findings } = checked({ 'a.pcapng': sample('fragment-gap') });
    const gap = findings.find(({ rule }) => rule === 'fragment-gap');
    expect(gap).toMatchObject({
      ...{ file: 'a.pcapng', session: 's1', exchange: 'x2', severity: 'error', blames: 'client' },
      evidence: { first: 100n, expected: 0n },
      packet: { number: 2, type: 'fragment', connection: 'c1', range: { first: 100n, last: 199n, total: 300n }, status: 416 },
    });
    const before = sample('fragment-gap').find((event) => event.type === 'data' && event.from === 'client');
    expect(gap?.packet.offset).toBe(before?.type === 'data' ? BigInt(before.bytes.length) : undefined);
  });

  it('is told once, with the count that came last', () => {
    const script = new Script();
    const told = script.finding('f1', 'x1', 's1');
    const again: TimelineEvent = {
      ...told,
      seq: 99,
      ...(told.type === 'finding' && { finding: { ...told.finding, evidence: { times: 5 } } }),
    };
    const { findings, summary } = reported([[script.session('s1'), ...packet(script, 'x1', 's1', 'f1')], [again]]);
    expect(findings).toMatchObject([{ evidence: { times: 5 } }]);
    expect(summary.error).toBe(1);
  });

  it('about a whole session is placed at its last packet', () => {
    const script = new Script();
    const over = { ...bodies(0, 0), outcome: 'answered' } as const;
    const { findings } = reported([
      [script.session('s1'), script.exchange('x1', 's1', over), script.request('x1', 's1'), script.answer('x1', 's1')],
      [script.finding('f1', 'x1', 's1')],
    ]);
    expect(findings).toMatchObject([{ packet: { number: 1, type: 'create-session', connection: 'c1', status: 200 } }]);
  });

  it('may be of no session', () => {
    const script = new Script();
    const { findings, sessions } = reported([[script.exchange('x1', undefined, { kind: 'notification' }), script.finding('f1', 'x1')]]);
    expect(sessions).toEqual([]);
    expect(findings).toMatchObject([{ exchange: 'x1', packet: { type: 'notification', connection: 'c1' } }]);
  });

  it('is known when its fingerprint is', () => {
    const fingerprint = 'fragment-gap client fragment bits.example.test/inbox/report.bin';
    const { findings, summary, gone } = checked({ a: sample('fragment-gap') }, { known: [fingerprint, 'verb-blocked …'] });
    expect(findings.find(({ rule }) => rule === 'fragment-gap')).toMatchObject({ fingerprint, known: true });
    expect(summary.known.error).toBe(1);
    expect(gone).toEqual(['verb-blocked …']);
  });
});

describe('limits', () => {
  const script = new Script();
  const three = packet(script, 'x1', 's1', 'f1', 'f2', 'f3');

  it('of one rule in a session: the rest is counted', () => {
    const { findings, sessions, summary } = reported([[script.session('s1'), ...three]], { limits: { maxOfARule: 2 } });
    expect(findings).toHaveLength(2);
    expect(sessions).toMatchObject([{ unlisted: { 'fragment-gap': 1 }, findings: { error: 3 } }]);
    expect(summary).toMatchObject({ error: 3, unlistedFindings: 1, byRule: [{ rule: 'fragment-gap', found: 3 }] });
  });

  it('of findings in all', () => {
    const { findings, summary } = reported([[script.session('s1'), ...three]], { limits: { maxFindings: 1 } });
    expect(findings).toHaveLength(1);
    expect(summary).toMatchObject({ error: 3, unlistedFindings: 2 });
  });

  it('of the analyzer are told with the capture', () => {
    const { files, sessions } = checked({ a: [...sample('premature-close'), ...otherUpload] }, { maxSessions: 1 });
    expect(files).toMatchObject([{ problems: [{ code: 'limit' }] }]);
    expect(sessions.map(({ session, evicted }) => [session, evicted])).toEqual([
      ['s1', true],
      ['s2', false],
    ]);
  });

  it('of sessions: those with findings stay', () => {
    const sessions = ['s1', 's2', 's3'].map((id) => script.session(id));
    const { sessions: listed, summary } = reported([sessions, packet(script, 'x9', 's3', 'f9')], { limits: { maxSessions: 1 } });
    expect(listed.map(({ session }) => session)).toEqual(['s1', 's3']);
    expect(summary.unlistedSessions).toBe(1);
  });
});

describe('a filter', () => {
  it('keeps the sessions with a row that it selects, and the findings there', () => {
    const both = { gap: sample('fragment-gap'), close: sample('premature-close') };
    const { sessions, findings } = checked(both, { filter: 'rule:fragment-gap' });
    expect(sessions.map(({ file }) => file)).toEqual(['gap']);
    expect(findings.map(({ exchange }) => exchange)).toEqual(findings.map(() => 'x2'));
    expect(findings.map(({ rule }) => rule)).toContain('fragment-gap');
  });

  it('about sessions alone judges them as they stand in the end, with all that was found in them', () => {
    const all = checked({ close: sample('premature-close') });
    const { sessions, findings } = checked(
      { close: sample('premature-close'), clean: sample('clean-upload') },
      { filter: 'state:COMPLETE' },
    );
    expect(sessions.map(({ file }) => file)).toEqual(['close', 'clean']);
    expect(findings).toEqual(all.findings);
    expect(checked({ close: sample('premature-close') }, { filter: 'state:INIT' })).toMatchObject({ sessions: [], findings: [] });
  });

  it('counts only what it selects', () => {
    const { summary } = checked({ close: sample('premature-close') }, { filter: 'rule:verb-blocked' });
    expect(summary).toMatchObject({ error: 0, warning: 0, byRule: [] });
  });
});

it('keeps nothing of a packet that is over, however many there are', () => {
  const script = new Script();
  const collector = new FileCollector('a.pcapng', new Collected(), filterOf(''));
  collector.take([script.session('s1')]);
  for (let count = 1; count <= 1000; count += 1) {
    const over = { ...bodies(0, 0), outcome: 'answered' } as const;
    const exchange = `x${count}`;
    collector.take([script.exchange(exchange, 's1', over), script.request(exchange, 's1'), script.answer(exchange, 's1')]);
  }
  expect(collector.open).toBe(0);
});
