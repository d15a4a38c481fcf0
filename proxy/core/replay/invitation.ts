import { textOfHead } from '../http/head.ts';
import { type Framing, header, type RequestHead } from '../http/message.ts';
import type { Reaction } from './reaction.ts';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/**
 * What a client that waits before it sends the body is told: as recorded. Where the recorded client did not wait, nothing
 * is known, and it is invited: it should not wait in vain for what the recording can't have.
 */
export function invitation(head: RequestHead, framing: Framing, reaction?: Reaction): string | undefined {
  if (!expectsContinue(head) || framing.kind === 'none' || (framing.kind === 'length' && framing.length === 0)) return undefined;
  if (!reaction) return CONTINUE;
  const recorded = reaction.row.exchange.interim.find(({ status }) => status === 100);
  if (recorded) return textOfHead(recorded) ?? CONTINUE;
  return reaction.early || expectsContinue(reaction.request.head) ? undefined : CONTINUE;
}

function expectsContinue({ version, headers }: RequestHead): boolean {
  return version === '1.1' && header(headers, 'Expect')?.toLowerCase() === '100-continue';
}
