import { rangeLength } from '../bits/range.ts';
import { fragmentSizes } from '../bits/windows-client.ts';
import { bytes } from './number.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Unusual = { contentLength: number; bound: 'smallest' | 'largest'; limit: number; userAgent: string };

export const fragmentSizeOutOfRange = defineRule<'fragment', Unusual>({
  id: 'fragment-size-out-of-range',
  on: ['fragment'],
  once: 'session',
  onceFor: ({ bound }) => bound,
  about: 'request',
  severity: 'note',
  blames: 'client',
  confidence: 'likely',
  source: '[BUP <10>, <16>, §2.2.6]',
  title: 'Not a fragment size of Windows',
  why: 'The upload works. But the client says that it is Windows, and Windows does not send such Fragments: another program uses its name, or something on the way cuts the traffic up.',
  fix: 'Find out which program sends this. A client of your own should have a user agent of its own.',
  reality:
    'Windows sends 5 KB to 13 MB in a Fragment, and 128 KB at most before BITS 2.5. Others choose freely: XenServer 2 MiB, python-onedrive 10 MiB.',
  check({ request: { userAgent, contentLength, range } }) {
    if (userAgent === undefined || contentLength === undefined || !range) return undefined;
    const sizes = fragmentSizes(userAgent);
    if (!sizes || (contentLength >= sizes.smallest && contentLength <= sizes.largest)) return undefined;
    const bound = contentLength < sizes.smallest ? 'smallest' : 'largest';
    const isRest = bound === 'smallest' && range.last + 1n === range.total;
    if (isRest || BigInt(contentLength) !== rangeLength(range)) return undefined;
    return { contentLength, bound, limit: sizes[bound], userAgent: quoted(userAgent) };
  },
  message({ contentLength, bound, limit, userAgent }) {
    const limits = bound === 'smallest' ? `at least ${bytes(limit)} but for the last` : `at most ${bytes(limit)}`;
    return `Fragment of ${bytes(contentLength)} from "${userAgent}": Windows sends ${limits}.`;
  },
});
