import { rangeLength } from '../bits/range.ts';
import { isInBounds } from '../bits/refusal.ts';
import { bytes } from './number.ts';
import { defineRule } from './rule.ts';

export const contentRangeLengthMismatch = defineRule({
  id: 'content-range-length-mismatch',
  on: ['fragment'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.6.1, §2.2.6.3]',
  title: 'Content-Length does not match Content-Range',
  why: 'One of the two is wrong, and the server cannot tell which. A careful server refuses the Fragment; another stores too much or too little and the file is corrupt.',
  fix: 'Compute both from the same buffer: Content-Length is last - first + 1. If the client does, look for a proxy that decompresses or re-encodes bodies.',
  reality: 'gobits and XenServer refuse such a Fragment. Two small servers in Python store a corrupt file without a word.',
  check({ request: { range, contentLength }, ack }) {
    if (!range || !isInBounds(range) || contentLength === undefined) return undefined;
    const length = rangeLength(range);
    if (BigInt(contentLength) === length) return undefined;
    // The first round of NTLM leaves the body out; without its answer nobody can tell.
    return contentLength === 0 && ack.type === 'no-ack' ? undefined : { contentLength, rangeLength: length };
  },
  message: ({ contentLength, rangeLength: length }) =>
    `Content-Range covers ${bytes(length)}; Content-Length says ${bytes(contentLength)}.`,
});
