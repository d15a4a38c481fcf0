import { describe, expect, it } from 'vitest';
import { completeness, expectedStart, isIncomplete } from '../../../proxy/core/bits/expectation.ts';
import { ack, created, fragment, joined, packet, stored } from '../../kit/case.ts';

const lost = (range: string, came: number) => ({ request: fragment(range, { came }) });

describe('the expected start of the next Fragment', () => {
  it.each([
    ['is 0 in a new session', created(), { from: 0n, to: 0n, basis: 'start' }],
    ['is what the last Ack asked for', created(stored('0-99/1000')), { from: 100n, to: 100n, basis: 'own-ack' }],
    [
      'is what a 416 asked for',
      created({ request: fragment('500-599/1000'), answer: ack(416, { next: 40 }) }),
      { from: 40n, to: 40n, basis: 'own-ack' },
    ],
    [
      'follows a 200 without an offset',
      created({ request: fragment('0-99/1000'), answer: ack(200) }),
      { from: 100n, to: 100n, basis: 'earlier-ack' },
    ],
    [
      'stays where it was after a refusal without an offset',
      created(stored('0-99/1000'), { request: fragment('100-199/1000'), answer: ack(503) }),
      { from: 100n, to: 100n, basis: 'earlier-ack' },
    ],
    [
      'lies between what was acknowledged and what was sent after a lost answer',
      created(stored('0-99/1000'), lost('100-199/1000', 60)),
      { from: 100n, to: 160n, basis: 'unanswered' },
    ],
    [
      'lies between what was sent and what an Ack claimed that cannot be true',
      created({ request: fragment('0-99/1000'), answer: ack(200, { next: 1000 }) }),
      { from: 100n, to: 1000n, basis: 'beyond-sent' },
    ],
    ['is open in a session met late', joined(), { from: 0n, to: 0n, basis: 'joined' }],
    ['is open up to what was seen sent, until an Ack is seen', joined(lost('500-599/1000', 100)), { from: 0n, to: 600n, basis: 'joined' }],
    ['is known in a session met late once an Ack was seen', joined(stored('500-599/1000')), { from: 600n, to: 600n, basis: 'own-ack' }],
    ['is open for Fragments without any Create-Session', joined({ request: packet('Ping') }), { from: 0n, to: 0n, basis: 'joined' }],
  ])('%s', (_name, session, expected) => {
    expect(expectedStart(session)).toEqual(expected);
  });
});

describe('completeness', () => {
  it('goes by the Acks', () => {
    expect(completeness(created(stored('0-499/1000')))).toEqual({ acknowledged: 500n, total: 1000n, basis: 'acks' });
  });

  it('goes by the last Fragment when a session met late shows no Ack', () => {
    expect(completeness(joined(lost('500-999/1000', 500)))).toEqual({ acknowledged: 1000n, total: 1000n, basis: 'last-fragment' });
    expect(completeness(joined(lost('500-999/1000', 20)))).toEqual({ acknowledged: 520n, total: 1000n, basis: 'last-fragment' });
  });

  it('is unknown without a Fragment, a readable range or any byte', () => {
    const unreadable = { request: fragment('*/1000') };
    const empty = { ...created(stored('0-9/10')), total: 0n };
    expect([created(), joined(unreadable), empty].map(completeness)).toEqual([undefined, undefined, undefined]);
  });

  it('is reached with the last byte', () => {
    expect(isIncomplete(created(stored('0-998/1000')))).toBe(true);
    expect(isIncomplete(created(stored('0-999/1000')))).toBe(false);
  });
});
