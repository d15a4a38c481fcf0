/** The catalogue: every rule once, in alphabetical order. */
import { acceptEncodingNotIdentity } from './accept-encoding-not-identity.ts';
import { ackRangeBeyondSent } from './ack-range-beyond-sent.ts';
import { ackRangePartial } from './ack-range-partial.ts';
import { ackRangeRegression } from './ack-range-regression.ts';
import { ackRangeStall } from './ack-range-stall.ts';
import { contentEncodingNotAccepted } from './content-encoding-not-accepted.ts';
import { contentNameProblem } from './content-name-problem.ts';
import { contentRangeLengthMismatch } from './content-range-length-mismatch.ts';
import { contentRangeMalformed } from './content-range-malformed.ts';
import { contentRangeMissing } from './content-range-missing.ts';
import { contentRangeOutOfBounds } from './content-range-out-of-bounds.ts';
import { contentRangeTotalChanged } from './content-range-total-changed.ts';
import { fallbackTimeoutInvalid } from './fallback-timeout-invalid.ts';
import { fragmentDuplicate } from './fragment-duplicate.ts';
import { fragmentGap } from './fragment-gap.ts';
import { fragmentIgnoresServerOffset } from './fragment-ignores-server-offset.ts';
import { fragmentNotReducedAfter413 } from './fragment-not-reduced-after-413.ts';
import { fragmentOverlap } from './fragment-overlap.ts';
import { fragmentSizeOutOfRange } from './fragment-size-out-of-range.ts';
import { gapAccepted } from './gap-accepted.ts';
import { headerUnexpected } from './header-unexpected.ts';
import { hostIdIgnored } from './host-id-ignored.ts';
import { hostIdMalformed } from './host-id-malformed.ts';
import { incompleteCloseAccepted } from './incomplete-close-accepted.ts';
import { lengthMismatchAccepted } from './length-mismatch-accepted.ts';
import { missingProtocolInAck } from './missing-protocol-in-ack.ts';
import { missingReceivedRange } from './missing-received-range.ts';
import { missingSessionIdInAck } from './missing-session-id-in-ack.ts';
import { missingSessionIdInCreateAck } from './missing-session-id-in-create-ack.ts';
import { missingSessionIdInRequest } from './missing-session-id-in-request.ts';
import { noCommonProtocol } from './no-common-protocol.ts';
import { packetAfterClose } from './packet-after-close.ts';
import { prematureCloseSession } from './premature-close-session.ts';
import { prematureHostFallback } from './premature-host-fallback.ts';
import { receivedRangeMalformed } from './received-range-malformed.ts';
import { replyNotDownloadedBeforeClose } from './reply-not-downloaded-before-close.ts';
import { replyUrlMalformed } from './reply-url-malformed.ts';
import { replyUrlMissing } from './reply-url-missing.ts';
import { replyUrlUnexpected } from './reply-url-unexpected.ts';
import type { Rule } from './rule.ts';
import { sessionIdFormat } from './session-id-format.ts';
import { sessionIdMismatchInAck } from './session-id-mismatch-in-ack.ts';
import { sessionIdReused } from './session-id-reused.ts';
import { sessionIdUnknown } from './session-id-unknown.ts';
import { sessionNotFoundNotSignalled } from './session-not-found-not-signalled.ts';
import { sessionRestartLoop } from './session-restart-loop.ts';
import { spurious416 } from './spurious-416.ts';
import { supportedProtocolsInvalid } from './supported-protocols-invalid.ts';
import { unsupportedProtocolChosen } from './unsupported-protocol-chosen.ts';
import { verbBlocked } from './verb-blocked.ts';
import { zeroLengthUpload } from './zero-length-upload.ts';

export const RULES: readonly Rule[] = [
  acceptEncodingNotIdentity,
  ackRangeBeyondSent,
  ackRangePartial,
  ackRangeRegression,
  ackRangeStall,
  contentEncodingNotAccepted,
  contentNameProblem,
  contentRangeLengthMismatch,
  contentRangeMalformed,
  contentRangeMissing,
  contentRangeOutOfBounds,
  contentRangeTotalChanged,
  fallbackTimeoutInvalid,
  fragmentDuplicate,
  fragmentGap,
  fragmentIgnoresServerOffset,
  fragmentNotReducedAfter413,
  fragmentOverlap,
  fragmentSizeOutOfRange,
  gapAccepted,
  headerUnexpected,
  hostIdIgnored,
  hostIdMalformed,
  incompleteCloseAccepted,
  lengthMismatchAccepted,
  missingProtocolInAck,
  missingReceivedRange,
  missingSessionIdInAck,
  missingSessionIdInCreateAck,
  missingSessionIdInRequest,
  noCommonProtocol,
  packetAfterClose,
  prematureCloseSession,
  prematureHostFallback,
  receivedRangeMalformed,
  replyNotDownloadedBeforeClose,
  replyUrlMalformed,
  replyUrlMissing,
  replyUrlUnexpected,
  sessionIdFormat,
  sessionIdMismatchInAck,
  sessionIdReused,
  sessionIdUnknown,
  sessionNotFoundNotSignalled,
  sessionRestartLoop,
  spurious416,
  supportedProtocolsInvalid,
  unsupportedProtocolChosen,
  verbBlocked,
  zeroLengthUpload,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; nothing for an id that this version does not know. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
