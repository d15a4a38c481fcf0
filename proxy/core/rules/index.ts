/** The catalogue: every rule once, in alphabetical order. */
import { ackHeadersContradictStatus } from './ack-headers-contradict-status.ts';
import { ackRangeBeyondSent } from './ack-range-beyond-sent.ts';
import { authLoop } from './auth-loop.ts';
import { basicAuthCleartext } from './basic-auth-cleartext.ts';
import { cancelAfterComplete } from './cancel-after-complete.ts';
import { closeRetryViolation } from './close-retry-violation.ts';
import { closeSessionMissing } from './close-session-missing.ts';
import { contentRangeLengthMismatch } from './content-range-length-mismatch.ts';
import { errorContextInvalid } from './error-context-invalid.ts';
import { errorDetailsMissing } from './error-details-missing.ts';
import { errorHeaderNonstandard } from './error-header-nonstandard.ts';
import { fragmentAuthChallenge } from './fragment-auth-challenge.ts';
import { fragmentGap } from './fragment-gap.ts';
import { fragmentIgnoresServerOffset } from './fragment-ignores-server-offset.ts';
import { fragmentOverlap } from './fragment-overlap.ts';
import { incompleteCloseAccepted } from './incomplete-close-accepted.ts';
import { invalidRequestAccepted } from './invalid-request-accepted.ts';
import { missingSessionIdInCreateAck } from './missing-session-id-in-create-ack.ts';
import { notificationAnomaly } from './notification-anomaly.ts';
import { ntlmConnectionSplit } from './ntlm-connection-split.ts';
import { packetAfterClose } from './packet-after-close.ts';
import { packetAfterCloseAccepted } from './packet-after-close-accepted.ts';
import { pingRejected } from './ping-rejected.ts';
import { prematureCloseSession } from './premature-close-session.ts';
import { replyNotDownloadedBeforeClose } from './reply-not-downloaded-before-close.ts';
import { responseTimeout } from './response-timeout.ts';
import type { Rule } from './rule.ts';
import { sessionAbandoned } from './session-abandoned.ts';
import { sessionIdUnknown } from './session-id-unknown.ts';
import { sessionNotFoundNotSignalled } from './session-not-found-not-signalled.ts';
import { statusHresultMismatch } from './status-hresult-mismatch.ts';
import { suspiciousUploadReplyBeacon } from './suspicious-upload-reply-beacon.ts';
import { uploadRejected } from './upload-rejected.ts';
import { verbBlocked } from './verb-blocked.ts';

export const RULES: readonly Rule[] = [
  ackHeadersContradictStatus,
  ackRangeBeyondSent,
  authLoop,
  basicAuthCleartext,
  cancelAfterComplete,
  closeRetryViolation,
  closeSessionMissing,
  contentRangeLengthMismatch,
  errorContextInvalid,
  errorDetailsMissing,
  errorHeaderNonstandard,
  fragmentAuthChallenge,
  fragmentGap,
  fragmentIgnoresServerOffset,
  fragmentOverlap,
  incompleteCloseAccepted,
  invalidRequestAccepted,
  missingSessionIdInCreateAck,
  notificationAnomaly,
  ntlmConnectionSplit,
  packetAfterClose,
  packetAfterCloseAccepted,
  pingRejected,
  prematureCloseSession,
  replyNotDownloadedBeforeClose,
  responseTimeout,
  sessionAbandoned,
  sessionIdUnknown,
  sessionNotFoundNotSignalled,
  statusHresultMismatch,
  suspiciousUploadReplyBeacon,
  uploadRejected,
  verbBlocked,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; nothing for an id that this version does not know. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
