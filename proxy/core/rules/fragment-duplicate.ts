import { changesHost, type Expectation, expectedStart } from '../bits/expectation.ts';
import type { Session } from '../bits/session.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Duplicate = {
  first: bigint;
  last: bigint;
  expected: bigint;
  basis: Expectation['basis'];
  /** What came of the Fragment before it. */
  attempt: 'accepted' | 'refused' | 'unanswered';
  host: 'same' | 'changed';
};

export const fragmentDuplicate = defineRule<'fragment', Duplicate>({
  id: 'fragment-duplicate',
  on: ['fragment'],
  about: 'request',
  severity: ({ attempt, host }) => (attempt === 'accepted' && host === 'same' ? 'warning' : 'note'),
  listed: { severity: 'warning' },
  blames: 'client',
  // As with an overlap: the specification refuses it, the documentation does not.
  confidence: 'likely',
  source: '[BUP §2.2.6, §3.2.5.2.6] against [DOC fragment]; [DOC preventing-multiple-uploads]',
  title: 'Fragment sent again',
  why: 'The server has all of these bytes. Some servers answer 416, some ignore them, and some append them once more. Behind the last Fragment a repeat may tell the application of the same upload twice.',
  fix: 'Client: go on at the offset in the last BITS-Received-Content-Range. Server: answer with that offset and store nothing.',
  reality:
    'By the specification a server answers 416, as gobits and XenServer do; usis answers 200 with the offset that it has reached. SimpleBITSServer and a server in Flask append the bytes. After a lost answer a repeat is right.',
  check({ request, before }) {
    if (!request.range || request.range.first === before.nextOffset) return undefined;
    const { first, last } = request.range;
    const { from, basis } = expectedStart(before);
    if (last >= from || first > last) return undefined;
    return { first, last, expected: from, basis, attempt: attemptOf(before), host: changesHost(request, before) ? 'changed' : 'same' };
  },
  message({ first, last, expected, attempt }) {
    const what = `Fragment has bytes ${grouped(first)} to ${grouped(last)}; the server has all before byte ${grouped(expected)}`;
    return attempt === 'accepted' ? `${what}.` : `${what}. The Fragment before was ${attempt}.`;
  },
});

function attemptOf({ lastFragment }: Session): Duplicate['attempt'] {
  const status = lastFragment?.status;
  if (status === undefined) return 'unanswered';
  return isSuccess(status) ? 'accepted' : 'refused';
}
