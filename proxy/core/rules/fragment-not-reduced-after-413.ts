import { rangeLength } from '../bits/range.ts';
import { fragmentSizes } from '../bits/windows-client.ts';
import { bytes, grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Unreduced = { problem: 'not-smaller' | 'too-small'; first: bigint; length: bigint; refusedLength: bigint };

export const fragmentNotReducedAfter413 = defineRule<'fragment', Unreduced>({
  id: 'fragment-not-reduced-after-413',
  on: ['fragment'],
  about: 'request',
  severity: ({ problem }) => (problem === 'not-smaller' ? 'warning' : 'note'),
  listed: { severity: 'warning' },
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §3.1.5.2.4, <10>]',
  title: 'Fragment not made smaller after 413',
  why: 'A server or proxy on the way takes no request of this size. The same Fragment will get 413 for ever, and the upload never ends.',
  fix: 'Client: send half as much from the same offset, until it passes. Server or proxy: raise its limit for request bodies (nginx: client_max_body_size; IIS: maxAllowedContentLength).',
  reality:
    'Windows makes its Fragments smaller, but never smaller than 5 KB. IIS reports its limit of 30,000,000 bytes as 404, not as 413.',
  check({ request: { range, userAgent = '' }, before: { lastFragment } }) {
    if (lastFragment?.status !== 413 || !range || range.first !== lastFragment.range?.first) return undefined;
    const length = rangeLength(range);
    const refusedLength = rangeLength(lastFragment.range);
    const smallest = BigInt(fragmentSizes(userAgent)?.smallest ?? 0);
    const isRest = range.last + 1n === range.total;
    // Windows can't go below its smallest: then the limit is at fault.
    if (length >= refusedLength)
      return length > smallest ? { problem: 'not-smaller', first: range.first, length, refusedLength } : undefined;
    return length < smallest && !isRest ? { problem: 'too-small', first: range.first, length, refusedLength } : undefined;
  },
  message({ problem, first, length, refusedLength }) {
    const what = `After a 413 to ${bytes(refusedLength)} from byte ${grouped(first)} on`;
    if (problem === 'not-smaller') return `${what} the client sends ${bytes(length)}, which is not less.`;
    return `${what} the client sends ${bytes(length)}: Windows itself never goes below 5 KB.`;
  },
});
