import type { Session } from '../bits/session.ts';
import { isSuccess } from '../bits/session-progress.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `other`: our id of the session that has it, and who uploads what in it. */
type Reused = { sessionId: string; other: string; client: string; path: string; upload: 'same' | 'other' };

export const sessionIdReused = defineRule<'create-session', Reused>({
  id: 'session-id-reused',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: ({ upload }) => (upload === 'same' ? 'warning' : 'error'),
  blames: 'server',
  confidence: 'certain',
  listed: { severity: 'error' },
  source: '[BUP §2.2.1.2]',
  title: 'Session id given out twice',
  why: 'Two uploads write into one session: their bytes mix, or the second continues where the first stopped, and both files are corrupt.',
  fix: 'Make a new random GUID for every Create-Session. Do not derive the id from the URL or the address of the client.',
  reality:
    'SimpleBITSServer derives the id from the client and the path, another small server from the path alone: a second attempt gets the id of the first.',
  check({ request, ack, before, server: { sameIdElsewhere: other } }) {
    if (!other || ack.type === 'no-ack' || !wasKnown(other)) return undefined;
    const upload = other.client === before.client && other.path === request.path ? 'same' : 'other';
    return { sessionId: quoted(ack.sessionId ?? ''), other: other.id, client: other.client, path: quoted(other.path), upload };
  },
  message({ sessionId, other, client, path, upload }) {
    if (upload === 'same')
      return `The session got the id of ${other}, an earlier attempt at the same upload that is still open (${sessionId}).`;
    return `The session got the id of ${other}, which is still open: ${client} uploads ${path} in it (${sessionId}).`;
  },
});

/** An id that only a client named, and no server accepted, is nobody's. */
function wasKnown({ seenFromStart, nextOffset, lastStatus }: Session): boolean {
  return seenFromStart || nextOffset !== undefined || (lastStatus !== undefined && isSuccess(lastStatus));
}
