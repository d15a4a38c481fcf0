import { changesHost, type Expectation, expectedStart } from '../bits/expectation.ts';
import { bytes, grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Overlap = { first: bigint; last: bigint; expected: bigint; basis: Expectation['basis']; host: 'same' | 'changed' };

export const fragmentOverlap = defineRule<'fragment', Overlap>({
  id: 'fragment-overlap',
  on: ['fragment'],
  about: 'request',
  severity: ({ basis, host }) => (basis === 'unanswered' || host === 'changed' ? 'note' : 'warning'),
  listed: { severity: 'warning' },
  blames: 'client',
  // The specification refuses overlaps, the documentation tolerates them, and servers do either.
  confidence: 'likely',
  source: '[BUP §2.2.6, §3.2.5.2.6] against [DOC fragment]',
  title: 'Fragment repeats bytes that the server has',
  why: 'Servers treat this differently: some answer 416, some keep only the new bytes, and some append everything and corrupt the file.',
  fix: 'Resume exactly at the offset in the last BITS-Received-Content-Range.',
  reality:
    'By the specification a server answers 416; by the documentation it keeps what it has and stores the rest. gobits and usis do the second, the server of Dolphin overwrites, and SimpleBITSServer and a server in Flask append the bytes twice.',
  check({ request, before }) {
    if (!request.range || request.range.first === before.nextOffset) return undefined;
    const { first, last } = request.range;
    const { from, basis } = expectedStart(before);
    if (first >= from || from > last) return undefined;
    return { first, last, expected: from, basis, host: changesHost(request, before) ? 'changed' : 'same' };
  },
  message: ({ first, expected }) =>
    `Fragment starts at byte ${grouped(first)}; the server expects byte ${grouped(expected)} and has the first ${bytes(expected - first)} of it already.`,
});
