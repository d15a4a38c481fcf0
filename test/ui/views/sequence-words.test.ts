import { describe, expect, it } from 'vitest';
import type { Interruption } from '../../../proxy/core/facts/session-facts.ts';
import { linesOf, type PacketLine } from '../../../ui/state/lines.ts';
import type { Break } from '../../../ui/state/time-axis.ts';
import { breakWords, pinWords, stepWords, trackWords } from '../../../ui/views/sequence-words.ts';
import { finding, request, response, row } from '../kit.ts';

const lines = linesOf([row('x3', { request: request(0), response: response(5, 416) })], 3).filter(
  (line): line is PacketLine => line.kind !== 'connection',
);
const [sent, answered] = lines;

const broken = (kind: Break['kind'], change: Partial<Break> = {}): Break => ({
  ...{ kind, from: 0, until: 2_400, top: 0, bottom: 40, after: answered },
  ...change,
});

const interruption: Interruption = {
  ...{ exchange: 'x3', packet: 'fragment', at: 0, cause: { by: 'server', how: 'reset' }, bodySent: 60, wasted: 60 },
  ...{ asked: 100n, given: 160n, silenceMs: 2_400 },
};

describe('the words of the sequence', () => {
  it('say what a compressed stretch was', () => {
    expect(breakWords(broken('silence'), [])).toBe('2.40 s silent');
    expect(breakWords(broken('wait'), [])).toBe('2.40 s waiting for the answer');
    expect(breakWords(broken('transfer'), [])).toBe('2.40 s on its way');
  });

  it('say how an interrupted upload went on, and where it should have', () => {
    expect(breakWords(broken('silence'), [interruption])).toBe('2.40 s silent, resumed at 160, not at 100');
    expect(breakWords(broken('silence'), [{ ...interruption, given: 100n }])).toBe('2.40 s silent, resumed at 100');
  });

  it('say of a line all that is drawn of it', () => {
    expect(sent && stepWords(sent, 0)).toBe('3 BITS_POST, from client, /in/report.bin');
    expect(answered && stepWords(answered, 2)).toBe('3 Answer, from server, 416, after 5.0 ms, 2 findings');
  });

  it('pin the heaviest of what was found, and how many more', () => {
    const found = [finding('f1', { severity: 'note', rule: 'a' }), finding('f2', { rule: 'fragment-gap' })];
    expect([pinWords(found, 'rule'), pinWords(found, 'sign'), pinWords([], 'rule')]).toEqual(['✕ fragment-gap +1', '✕2', '']);
  });

  it('say from when to when a connection was open, and how it ended', () => {
    const open = { id: 'c1', client: '10.0.0.5:1', openedAt: 0 };
    expect(trackWords(open, 'utc')).toBe('c1 from 10.0.0.5:1: opened 1970-01-01 00:00:00.000 UTC, still open');
    expect(trackWords({ ...open, closedAt: 50, closedBy: 'server', how: 'reset' }, 'utc')).toMatch(/reset by server after 50\.0 ms$/);
  });
});
