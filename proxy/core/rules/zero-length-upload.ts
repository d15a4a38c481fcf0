import type { Fragment } from '../bits/packet.ts';
import { isOver, type Session } from '../bits/session.ts';
import { defineRule } from './rule.ts';

type Empty = { form: 'no-fragment' | 'total-zero'; status?: number };

export const zeroLengthUpload = defineRule<'fragment' | 'close-session', Empty>({
  id: 'zero-length-upload',
  on: ['fragment', 'close-session'],
  about: 'request',
  severity: ({ status = 0 }) => (status >= 400 ? 'warning' : 'note'),
  listed: { severity: 'warning' },
  blames: 'unknown',
  confidence: 'guess',
  source: 'silent: [BUP §2.2.6] has no Fragment without bytes',
  title: 'Upload of an empty file',
  why: 'The protocol has no way to say it: a Content-Range cannot name zero bytes, and without a Fragment the server never learns the size. What becomes of the file is up to the server.',
  fix: 'Create empty files by a plain PUT or POST, or leave them out.',
  reality: 'OneDrive answered 416 to a Close-Session without a Fragment, and 400 to an empty Fragment. What Windows sends is not known.',
  check({ request, ack, before }) {
    if (!(request.type === 'fragment' ? hasTotalZero(request) : wasEmpty(before))) return undefined;
    const form = request.type === 'fragment' ? 'total-zero' : 'no-fragment';
    return { form, ...(ack.type !== 'no-ack' && { status: ack.status }) };
  },
  message({ form, status }) {
    const what = form === 'no-fragment' ? 'The session is closed without a Fragment' : 'Content-Range speaks of a file of 0 bytes';
    return status === undefined ? `${what}.` : `${what}; the server answers ${status}.`;
  },
});

function hasTotalZero({ range, rangeText }: Fragment): boolean {
  return range ? range.total === 0n : (rangeText?.endsWith('/0') ?? false);
}

/** Created before our eyes, and nothing sent since. */
function wasEmpty(before: Session): boolean {
  return before.fragments === 0 && before.seenFromStart && before.attempts > 0 && !isOver(before);
}
