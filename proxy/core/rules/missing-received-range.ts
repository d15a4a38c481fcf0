import { SESSION_NOT_FOUND } from '../bits/hresult.ts';
import type { Fragment } from '../bits/packet.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { defineRule, type Severity } from './rule.ts';

type Missing = { status: number; fragment: 'final' | 'earlier' };

export const missingReceivedRange = defineRule<'fragment', Missing>({
  id: 'missing-received-range',
  on: ['fragment'],
  about: 'answer',
  once: 'session',
  onceFor: severityOf,
  severity: severityOf,
  listed: { severity: 'error' },
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §2.2.7.2, §3.2.5.2.6], [DOC ack-for-fragment]',
  title: 'Ack without the next offset',
  why: 'BITS-Received-Content-Range is the only way for a client to learn how much the server has. Without it a client cannot go on after an interruption, and after a 416 not at all.',
  fix: 'Send BITS-Received-Content-Range with every Ack to a Fragment, 416 included: the number of bytes stored so far.',
  reality: 'A server in Flask never sends it, SimpleBITSServer leaves it out on errors, and OneDrive varied from packet to packet.',
  check({ request, ack }) {
    if (ack.type !== 'fragment-ack' || ack.nextOffsetText !== undefined) return undefined;
    const { status, bits, error } = ack;
    // A page of somebody who does not speak BITS, and a lost session, have no offset to tell.
    if (!isSuccess(status) && (!bits || error?.code === SESSION_NOT_FOUND)) return undefined;
    return { status, fragment: isFinal(request) ? 'final' : 'earlier' };
  },
  message({ status, fragment }) {
    if (status === 416) return 'The 416 does not say which byte the server wants.';
    return `The ${status} to ${fragment === 'final' ? 'the final' : 'this'} Fragment has no BITS-Received-Content-Range.`;
  },
});

function severityOf({ status, fragment }: Missing): Severity {
  if (status === 416) return 'error';
  if (!isSuccess(status)) return 'note';
  return fragment === 'final' ? 'warning' : 'error';
}

/** Of a Fragment without a range nobody knows: the milder is assumed. */
function isFinal({ range }: Fragment): boolean {
  return range === undefined || range.last + 1n >= range.total;
}
