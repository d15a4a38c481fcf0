import { type Expectation, expectedStart } from '../bits/expectation.ts';
import { sameHost } from '../bits/host-id.ts';
import type { Fragment } from '../bits/packet.ts';
import type { Session } from '../bits/session.ts';
import { bytes, grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Overlap = { first: bigint; last: bigint; expected: bigint; basis: Expectation['basis']; host: 'same' | 'changed' };

export const fragmentOverlap = defineRule<'fragment', Overlap>({
  id: 'fragment-overlap',
  on: ['fragment'],
  about: 'request',
  severity: ({ basis, host }) => (basis === 'unanswered' || host === 'changed' ? 'note' : 'warning'),
  blames: 'client',
  // The specification refuses overlaps, the documentation tolerates them, and servers do either.
  confidence: 'likely',
  source: '[BUP §2.2.6, §3.2.5.2.6] against [DOC fragment]',
  title: 'Fragment repeats bytes that the server has',
  why: 'Servers treat this differently: some answer 416, some keep only the new bytes, and some append everything and corrupt the file.',
  fix: 'Resume exactly at the offset in the last BITS-Received-Content-Range.',
  check({ request, before }) {
    if (!request.range) return undefined;
    const { first, last } = request.range;
    const { from, basis } = expectedStart(before);
    if (first >= from || from > last) return undefined;
    return { first, last, expected: from, basis, host: changesHost(request, before) ? 'changed' : 'same' };
  },
  message: ({ first, expected }) =>
    `Fragment starts at byte ${grouped(first)}; the server expects byte ${grouped(expected)} and has the first ${bytes(expected - first)} of it already.`,
});

/** Another node of a farm may hold less. Going back to a host named before needs another connection. */
function changesHost({ host, connection }: Fragment, { hosts, lastConnection }: Session): boolean {
  if (host === undefined) return false;
  return !hosts.some((known) => sameHost(known, host)) || (hosts.length > 1 && connection !== lastConnection);
}
