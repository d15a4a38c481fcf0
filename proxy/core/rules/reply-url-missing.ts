import type { Session } from '../bits/session.ts';
import { defineRule } from './rule.ts';

type NoReply = { sign: 'earlier-replies' | 'cancelled'; repliesBefore: number };

export const replyUrlMissing = defineRule<'fragment' | 'cancel-session', NoReply>({
  id: 'reply-url-missing',
  on: ['fragment', 'cancel-session'],
  once: 'session',
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  // Whether the client wants a reply does not show on the wire.
  confidence: ({ sign }) => (sign === 'cancelled' ? 'guess' : 'likely'),
  listed: { confidence: 'likely' },
  source: '[BUP §2.2.7.2, §3.1.5.2.4]',
  title: 'No reply announced',
  why: 'An upload-reply job that gets no reply URL reports an error: the file arrived, and what the application answered to it is lost. A plain upload needs none.',
  fix: 'Check the notification settings of the virtual directory (BITSServerNotificationType, BITSServerNotificationURL), and that the application answers with a reply.',
  check({ request, ack, before, after, upload }) {
    if (request.type === 'cancel-session')
      return isCancelled(before) ? { sign: 'cancelled', repliesBefore: upload.repliesBefore } : undefined;
    if (upload.repliesBefore === 0 || ack.type !== 'fragment-ack' || after.reply) return undefined;
    if (before.state === 'WAIT_FOR_CLOSE' || after.state !== 'WAIT_FOR_CLOSE') return undefined;
    return { sign: 'earlier-replies', repliesBefore: upload.repliesBefore };
  },
  message({ sign, repliesBefore }) {
    if (sign === 'cancelled') return 'The whole file was acknowledged without a reply URL, and the client cancels instead of closing.';
    const earlier = repliesBefore === 1 ? 'An earlier upload' : `${repliesBefore} earlier uploads`;
    return `The whole file was acknowledged without a reply URL. ${earlier} to this path got one.`;
  },
});

/** With all that was asked of it delivered, a client has no reason to cancel but one that it missed. */
function isCancelled({ state, reply }: Session): boolean {
  return state === 'WAIT_FOR_CLOSE' && reply === undefined;
}
