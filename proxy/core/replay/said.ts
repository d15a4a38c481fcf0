import { requestPath } from '../bits/classify.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { RequestHead } from '../http/message.ts';
import type { Lacking, Played } from './choice.ts';
import { fragmentName } from './live-file.ts';
import type { LiveSession } from './live-session.ts';
import type { Reaction } from './reaction.ts';
import { isAccepted, statusOf } from './session-script.ts';

/** What came, in a few words: text from the wire, to be made safe before it is shown. */
export function requestName(head: RequestHead, packet: RequestPacket | undefined): string {
  if (!packet) return `${head.method} ${head.target}`;
  if (packet.type === 'fragment') return fragmentName(packet);
  const name = PACKET_NAMES[packet.type];
  return packet.type === 'create-session' ? `${name} ${requestPath(head.target)}` : name;
}

export function describePlayed(name: string, { reaction, nextOffset, cutAt }: Played, live: LiveSession | undefined): string {
  const said = `${name} → ${reactionText(reaction)}`;
  const next = nextOffset === undefined || !reaction.answered ? '' : `, next byte ${nextOffset}`;
  const cut = cutAt === undefined ? '' : ` after ${cutAt} bytes of its body`;
  return `${said}${next}${cut} (${reaction.id})${live ? sessionText(live, reaction) : ''}`;
}

export function describeLacking(name: string, { expected }: Lacking): string {
  return `${name} → 500: the recording has no answer. Expected: ${expected}`;
}

/** What the recorded server did, in a few words. */
export function reactionText(reaction: Reaction): string {
  const { response, ending } = reaction;
  const status = statusOf(reaction);
  if (status !== undefined) return `${status} ${response?.head.reason ?? ''}`.trim();
  if (!ending) return 'no answer';
  return `no${response ? ' whole' : ''} answer, the connection ${ending.how === 'reset' ? 'is reset' : 'ends'}`;
}

function sessionText({ id, script: { session } }: LiveSession, reaction: Reaction): string {
  if (reaction.role !== 'create-session' || !isAccepted(reaction) || id === undefined) return '';
  return id === session.sessionId ? `: ${id}, as recorded in ${session.id}` : `: ${id}, as ${session.id} again`;
}
