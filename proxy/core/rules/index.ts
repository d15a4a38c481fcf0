/** The catalogue: every rule once, in alphabetical order. */
import { ackRangeBeyondSent } from './ack-range-beyond-sent.ts';
import { contentRangeLengthMismatch } from './content-range-length-mismatch.ts';
import { fragmentGap } from './fragment-gap.ts';
import { fragmentIgnoresServerOffset } from './fragment-ignores-server-offset.ts';
import { fragmentOverlap } from './fragment-overlap.ts';
import { incompleteCloseAccepted } from './incomplete-close-accepted.ts';
import { missingSessionIdInCreateAck } from './missing-session-id-in-create-ack.ts';
import { packetAfterClose } from './packet-after-close.ts';
import { prematureCloseSession } from './premature-close-session.ts';
import { replyNotDownloadedBeforeClose } from './reply-not-downloaded-before-close.ts';
import type { Rule } from './rule.ts';
import { sessionIdUnknown } from './session-id-unknown.ts';
import { sessionNotFoundNotSignalled } from './session-not-found-not-signalled.ts';
import { verbBlocked } from './verb-blocked.ts';

export const RULES: readonly Rule[] = [
  ackRangeBeyondSent,
  contentRangeLengthMismatch,
  fragmentGap,
  fragmentIgnoresServerOffset,
  fragmentOverlap,
  incompleteCloseAccepted,
  missingSessionIdInCreateAck,
  packetAfterClose,
  prematureCloseSession,
  replyNotDownloadedBeforeClose,
  sessionIdUnknown,
  sessionNotFoundNotSignalled,
  verbBlocked,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; nothing for an id that this version does not know. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
