import type { Session } from '../bits/session.ts';
import type { PastSession } from './case.ts';

/** What is worth remembering of a session. */
export function pastSession({ sessionId, createdAt, path, hosts, userAgent, serverAgent, total, reply }: Session): PastSession {
  const [host] = hosts;
  return {
    ...{ createdAt, path, replyFetched: reply?.complete ?? false },
    ...(sessionId !== undefined && { sessionId }),
    ...(host !== undefined && { host }),
    ...(userAgent !== undefined && { userAgent }),
    ...(serverAgent !== undefined && { serverAgent }),
    ...(total !== undefined && { total }),
    ...(reply && { replyUrl: reply.url }),
  };
}
