import type { RequestPacket } from '../bits/packet.ts';
import { isChallenge } from '../bits/refusal.ts';
import { RULES } from './index.ts';
import { mostTelling } from './precedence.ts';
import type { Case, Judgement, Rule } from './rule.ts';

/**
 * All that the rules say of one exchange. `reported`: the rules that have spoken in this session before; those that
 * speak once are left out then, but still silence what follows from the same cause.
 */
export function judge(judged: Case, reported: ReadonlySet<string>): Judgement[] {
  if (isChallenged(judged)) return [];
  const found: Judgement[] = [];
  for (const rule of CONCERNED[judged.request.type]) for (const judgement of rule.judge(judged)) found.push(judgement);
  if (found.length === 0) return found;
  return mostTelling(found).filter(({ rule }) => !(reported.has(rule) && SPEAK_ONCE.has(rule)));
}

const concerning = (type: RequestPacket['type']) => RULES.filter(({ on }) => on.includes(type));

/** Most packets give no reason to speak, so that asking has to be cheap. */
const CONCERNED: Readonly<Record<RequestPacket['type'], readonly Rule[]>> = {
  ping: concerning('ping'),
  'create-session': concerning('create-session'),
  fragment: concerning('fragment'),
  'close-session': concerning('close-session'),
  'cancel-session': concerning('cancel-session'),
  malformed: concerning('malformed'),
};

const SPEAK_ONCE: ReadonlySet<string> = new Set(RULES.filter(({ once }) => once === 'session').map(({ id }) => id));

/**
 * A challenge says nothing about the packet: the same one comes again with credentials [BUP §3.1.5.1.7] and is judged
 * then. The first round of NTLM leaves the body out, so that its lengths can't be trusted either.
 */
function isChallenged({ ack }: Case): boolean {
  return ack.type !== 'no-ack' && isChallenge(ack.status);
}
