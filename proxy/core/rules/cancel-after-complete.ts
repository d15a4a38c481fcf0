import { bytes } from './number.ts';
import { defineRule } from './rule.ts';

type Late = { acknowledged: bigint; reply: 'none' | 'open' | 'fetched' };

export const cancelAfterComplete = defineRule<'cancel-session', Late>({
  id: 'cancel-after-complete',
  on: ['cancel-session'],
  about: 'request',
  severity: 'note',
  blames: 'client',
  // The documentation keeps the file, the specification deletes it.
  confidence: 'likely',
  source: '[DOC cancel-session] against [BUP §3.2.5.2.8]',
  title: 'Cancelled after the upload was complete',
  why: 'Whether the file is there afterwards depends on the server: some keep it and cancel only the reply, some delete it.',
  fix: 'Send Close-Session to keep the file. If it was meant to go, check on the server that it is gone.',
  reality:
    'The documentation says that the uploaded file stays and only a pending reply is cancelled; by the specification nothing is published.',
  check({ before: { state, coverage, reply, end } }) {
    if (state !== 'WAIT_FOR_CLOSE' || end?.packet === 'cancel-session') return undefined;
    return { acknowledged: coverage.acknowledged, reply: reply ? (reply.complete ? 'fetched' : 'open') : 'none' };
  },
  message({ acknowledged, reply }) {
    const pending = reply === 'open' ? ' The reply was not downloaded whole.' : '';
    return `Cancel-Session came after all ${bytes(acknowledged)} were acknowledged.${pending}`;
  },
});
