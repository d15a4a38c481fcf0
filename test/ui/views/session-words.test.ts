import { describe, expect, it } from 'vitest';
import type { Interruption } from '../../../proxy/core/facts/session-facts.ts';
import { NO_FACTS } from '../../../proxy/core/facts/session-facts.ts';
import { progressWords, sizeWords, tailWords } from '../../../ui/views/chart-words.ts';
import { factGroups, factsText } from '../../../ui/views/fact-groups.ts';
import { fieldWords, labelOf, namesOf } from '../../../ui/views/header-words.ts';
import { interruptionRows, interruptionSum } from '../../../ui/views/interruption-rows.ts';
import { sessionView } from '../kit.ts';

const interruption: Interruption = {
  ...{ exchange: 'x3', packet: 'fragment', at: 0, cause: { by: 'server', how: 'reset' }, bodySent: 60, wasted: 20 },
  ...{ asked: 100n, given: 140n, silenceMs: 2_000 },
};

describe('interruptions in a table', () => {
  it('say where the client went on, and whether the server had asked for that', () => {
    expect(interruptionRows([interruption])[0]).toMatchObject({
      ...{ packet: 'Fragment', cause: 'reset by server', silence: '2.00 s', asked: '100', given: '140', differs: true, wasted: '20' },
    });
    expect(interruptionRows([{ ...interruption, given: 100n }])[0]?.differs).toBe(false);
  });

  it('are summed up, with what is no longer known', () => {
    const two = { ...NO_FACTS, interruptions: [interruption, interruption], earlierInterruptions: 3 };
    expect(interruptionSum(two)).toBe('5 interruptions: 4.00 s of silence and 40 bytes sent in vain, of the latest 2.');
  });
});

describe('facts in groups', () => {
  it('have values and notes, and can be copied as text', () => {
    const session = sessionView('s1', { total: 300n, coverage: { sent: [], sentAgain: [], acknowledged: 100n, approximate: false } });
    const bytes = factGroups(session, 'utc').find(({ title }) => title === 'Bytes');
    expect(bytes?.facts).toContainEqual({ label: 'Acknowledged', value: '100 bytes', note: '33 %' });
    expect(bytes && factsText([bytes])).toMatch(/^Bytes\n {2}Size: 300 bytes \(300 bytes\)\n {2}Acknowledged: 100 bytes \(33 %\)/);
  });
});

describe('charts in a sentence', () => {
  const session = sessionView('s1', { total: 2_048n, coverage: { sent: [], sentAgain: [], acknowledged: 1_024n, approximate: false } });

  it('say how far it is and how fast it went', () => {
    expect(progressWords(session, { actual: 1_024, ideal: 4_096 })).toBe(
      '1 KiB of 2 KiB, 1 KiB/s over all; 4 KiB/s while bodies were on their way.',
    );
    expect(progressWords(session, undefined)).toBe('1 KiB of 2 KiB.');
  });

  it('say how long answers took, and how large Fragments were', () => {
    expect(tailWords({ p50: 1, p95: 2, p99: 3, max: 4 }, 100)).toBe('p50 1.0 ms, p95 2.0 ms, p99 3.0 ms, max 4.0 ms of 100.');
    const point = (value: number) => ({ at: 0, value, exchange: 'x1' });
    expect([sizeWords([]), sizeWords([point(6), point(6)]), sizeWords([point(6), point(2_048)])]).toEqual([
      ...['', '6 bytes each.', '6 bytes to 2 KiB, as they came.'],
    ]);
  });
});

describe('a field and its header', () => {
  it('find each other, also under the names that some misspell', () => {
    expect(namesOf('BITS-Received-Content-Range')).toContain('BITS-Recieved-Content-Range');
    expect(labelOf('bits-recieved-content-range', ['Status', 'BITS-Received-Content-Range'])).toBe('BITS-Received-Content-Range');
    expect(labelOf('X-Other', ['Status'])).toBe('X-Other');
  });

  it('have no header where they are words of ours', () => {
    expect([namesOf('Status'), namesOf('No Ack')]).toEqual([[], []]);
  });

  it('are explained with a source', () => {
    expect(fieldWords('Content-Range')).toEqual({ meaning: expect.stringContaining('Both ends inclusive'), source: '[BUP §2.2.6.1]' });
    expect(fieldWords('X-Other')).toBeUndefined();
  });
});
