/** The catalogue: every rule once, in alphabetical order. */
import { acceptEncodingNotIdentity } from './accept-encoding-not-identity.ts';
import { ackRangeBeyondSent } from './ack-range-beyond-sent.ts';
import { contentRangeLengthMismatch } from './content-range-length-mismatch.ts';
import { fallbackTimeoutInvalid } from './fallback-timeout-invalid.ts';
import { fragmentGap } from './fragment-gap.ts';
import { fragmentIgnoresServerOffset } from './fragment-ignores-server-offset.ts';
import { fragmentOverlap } from './fragment-overlap.ts';
import { headerUnexpected } from './header-unexpected.ts';
import { hostIdIgnored } from './host-id-ignored.ts';
import { hostIdMalformed } from './host-id-malformed.ts';
import { incompleteCloseAccepted } from './incomplete-close-accepted.ts';
import { missingProtocolInAck } from './missing-protocol-in-ack.ts';
import { missingSessionIdInAck } from './missing-session-id-in-ack.ts';
import { missingSessionIdInCreateAck } from './missing-session-id-in-create-ack.ts';
import { missingSessionIdInRequest } from './missing-session-id-in-request.ts';
import { noCommonProtocol } from './no-common-protocol.ts';
import { packetAfterClose } from './packet-after-close.ts';
import { prematureCloseSession } from './premature-close-session.ts';
import { prematureHostFallback } from './premature-host-fallback.ts';
import { replyNotDownloadedBeforeClose } from './reply-not-downloaded-before-close.ts';
import type { Rule } from './rule.ts';
import { sessionIdFormat } from './session-id-format.ts';
import { sessionIdMismatchInAck } from './session-id-mismatch-in-ack.ts';
import { sessionIdReused } from './session-id-reused.ts';
import { sessionIdUnknown } from './session-id-unknown.ts';
import { sessionNotFoundNotSignalled } from './session-not-found-not-signalled.ts';
import { sessionRestartLoop } from './session-restart-loop.ts';
import { supportedProtocolsInvalid } from './supported-protocols-invalid.ts';
import { unsupportedProtocolChosen } from './unsupported-protocol-chosen.ts';
import { verbBlocked } from './verb-blocked.ts';

export const RULES: readonly Rule[] = [
  acceptEncodingNotIdentity,
  ackRangeBeyondSent,
  contentRangeLengthMismatch,
  fallbackTimeoutInvalid,
  fragmentGap,
  fragmentIgnoresServerOffset,
  fragmentOverlap,
  headerUnexpected,
  hostIdIgnored,
  hostIdMalformed,
  incompleteCloseAccepted,
  missingProtocolInAck,
  missingSessionIdInAck,
  missingSessionIdInCreateAck,
  missingSessionIdInRequest,
  noCommonProtocol,
  packetAfterClose,
  prematureCloseSession,
  prematureHostFallback,
  replyNotDownloadedBeforeClose,
  sessionIdFormat,
  sessionIdMismatchInAck,
  sessionIdReused,
  sessionIdUnknown,
  sessionNotFoundNotSignalled,
  sessionRestartLoop,
  supportedProtocolsInvalid,
  unsupportedProtocolChosen,
  verbBlocked,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; nothing for an id that this version does not know. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
