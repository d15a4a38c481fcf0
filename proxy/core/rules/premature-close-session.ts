import { type Completeness, incompleteness } from '../bits/expectation.ts';
import { isOver } from '../bits/session.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Premature = { acknowledged: bigint; total: bigint; missing: bigint; basis: Completeness['basis'] };

export const prematureCloseSession = defineRule<'close-session', Premature>({
  id: 'premature-close-session',
  on: ['close-session'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: ({ basis }) => (basis === 'acks' ? 'certain' : 'likely'),
  listed: { confidence: 'certain' },
  source: '[BUP §2.2.8], [DOC close-session]',
  title: 'Closed before the upload was complete',
  why: 'Close-Session says that the whole file is there. The server throws the partial file away or, worse, publishes it truncated.',
  fix: 'Send Close-Session only when BITS-Received-Content-Range has reached the size of the file. To give up, send Cancel-Session.',
  reality:
    'By the documentation the server deletes the partial file, by the steps of the specification it publishes it. OneDrive refuses with 416.',
  check({ before }) {
    if (isOver(before)) return undefined;
    const known = incompleteness(before);
    return known ? { ...known, missing: known.total - known.acknowledged } : undefined;
  },
  message({ acknowledged, total, missing, basis }) {
    const how = basis === 'acks' ? 'bytes acknowledged' : 'bytes sent, and no Ack seen';
    return `Closed with ${grouped(acknowledged)} of ${grouped(total)} ${how}: ${grouped(missing)} missing.`;
  },
});
