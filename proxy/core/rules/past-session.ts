import type { Session } from '../bits/session.ts';
import type { PastSession } from './case.ts';

/** What is worth remembering of a session. */
export function pastSession(session: Session): PastSession {
  const { sessionId, createdAt, path, hosts, userAgent, serverAgent, total, reply } = session;
  const { unlikeIis, errorCode } = session.memory;
  const [host] = hosts;
  return {
    ...{ createdAt, path, replyFetched: reply?.complete ?? false },
    ...(sessionId !== undefined && { sessionId }),
    ...(host !== undefined && { host }),
    ...(userAgent !== undefined && { userAgent }),
    ...(serverAgent !== undefined && { serverAgent }),
    ...(unlikeIis !== undefined && { unlikeIis }),
    ...(errorCode !== undefined && { errorCode }),
    ...(total !== undefined && { total }),
    ...(reply && { replyUrl: reply.url }),
  };
}
