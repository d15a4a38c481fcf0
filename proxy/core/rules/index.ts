/** The catalogue: every rule once, in alphabetical order. */
import { acceptEncodingNotIdentity } from './accept-encoding-not-identity.ts';
import { ackContentLengthInvalid } from './ack-content-length-invalid.ts';
import { ackHeadersContradictStatus } from './ack-headers-contradict-status.ts';
import { ackPacketTypeInvalid } from './ack-packet-type-invalid.ts';
import { ackPacketTypeMissing } from './ack-packet-type-missing.ts';
import { ackRangeBeyondSent } from './ack-range-beyond-sent.ts';
import { ackRangePartial } from './ack-range-partial.ts';
import { ackRangeRegression } from './ack-range-regression.ts';
import { ackRangeStall } from './ack-range-stall.ts';
import { authLoop } from './auth-loop.ts';
import { basicAuthCleartext } from './basic-auth-cleartext.ts';
import { cancelAfterComplete } from './cancel-after-complete.ts';
import { chunkedRequest } from './chunked-request.ts';
import { closeRetryViolation } from './close-retry-violation.ts';
import { closeSessionMissing } from './close-session-missing.ts';
import { concurrentRequests } from './concurrent-requests.ts';
import { contentEncodingNotAccepted } from './content-encoding-not-accepted.ts';
import { contentLengthMissing } from './content-length-missing.ts';
import { contentNameProblem } from './content-name-problem.ts';
import { contentRangeLengthMismatch } from './content-range-length-mismatch.ts';
import { contentRangeMalformed } from './content-range-malformed.ts';
import { contentRangeMissing } from './content-range-missing.ts';
import { contentRangeOutOfBounds } from './content-range-out-of-bounds.ts';
import { contentRangeTotalChanged } from './content-range-total-changed.ts';
import { destinationUrlChanged } from './destination-url-changed.ts';
import { duplicateBitsHeader } from './duplicate-bits-header.ts';
import { errorContextInvalid } from './error-context-invalid.ts';
import { errorDetailsMissing } from './error-details-missing.ts';
import { errorHeaderNonstandard } from './error-header-nonstandard.ts';
import { exchangeCutOff } from './exchange-cut-off.ts';
import { fallbackTimeoutInvalid } from './fallback-timeout-invalid.ts';
import { fragmentAuthChallenge } from './fragment-auth-challenge.ts';
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
import { hostMissing } from './host-missing.ts';
import { incompleteCloseAccepted } from './incomplete-close-accepted.ts';
import { invalidRequestAccepted } from './invalid-request-accepted.ts';
import { lengthMismatchAccepted } from './length-mismatch-accepted.ts';
import { methodNotBitsPost } from './method-not-bits-post.ts';
import { missingProtocolInAck } from './missing-protocol-in-ack.ts';
import { missingReceivedRange } from './missing-received-range.ts';
import { missingSessionIdInAck } from './missing-session-id-in-ack.ts';
import { missingSessionIdInCreateAck } from './missing-session-id-in-create-ack.ts';
import { missingSessionIdInRequest } from './missing-session-id-in-request.ts';
import { noCommonProtocol } from './no-common-protocol.ts';
import { notificationAnomaly } from './notification-anomaly.ts';
import { ntlmConnectionSplit } from './ntlm-connection-split.ts';
import { packetAfterClose } from './packet-after-close.ts';
import { packetAfterCloseAccepted } from './packet-after-close-accepted.ts';
import { packetTypeMissing } from './packet-type-missing.ts';
import { packetTypeUnknown } from './packet-type-unknown.ts';
import { pingRejected } from './ping-rejected.ts';
import { prematureCloseSession } from './premature-close-session.ts';
import { prematureHostFallback } from './premature-host-fallback.ts';
import { receivedRangeMalformed } from './received-range-malformed.ts';
import { redirectOnBitsPost } from './redirect-on-bits-post.ts';
import { replyNotDownloadedBeforeClose } from './reply-not-downloaded-before-close.ts';
import { replyUrlMalformed } from './reply-url-malformed.ts';
import { replyUrlMissing } from './reply-url-missing.ts';
import { replyUrlUnexpected } from './reply-url-unexpected.ts';
import { requestBodyNotAllowed } from './request-body-not-allowed.ts';
import { responseTimeout } from './response-timeout.ts';
import type { Rule } from './rule.ts';
import { serverClosesUnannounced } from './server-closes-unannounced.ts';
import { sessionAbandoned } from './session-abandoned.ts';
import { sessionIdFormat } from './session-id-format.ts';
import { sessionIdMismatchInAck } from './session-id-mismatch-in-ack.ts';
import { sessionIdReused } from './session-id-reused.ts';
import { sessionIdUnknown } from './session-id-unknown.ts';
import { sessionNotFoundNotSignalled } from './session-not-found-not-signalled.ts';
import { sessionRestartLoop } from './session-restart-loop.ts';
import { spurious416 } from './spurious-416.ts';
import { statusHresultMismatch } from './status-hresult-mismatch.ts';
import { supportedProtocolsInvalid } from './supported-protocols-invalid.ts';
import { suspiciousUploadReplyBeacon } from './suspicious-upload-reply-beacon.ts';
import { unsupportedProtocolChosen } from './unsupported-protocol-chosen.ts';
import { uploadRejected } from './upload-rejected.ts';
import { valueTooLong } from './value-too-long.ts';
import { verbBlocked } from './verb-blocked.ts';
import { wrongHttpVersion } from './wrong-http-version.ts';
import { zeroLengthUpload } from './zero-length-upload.ts';

export const RULES: readonly Rule[] = [
  acceptEncodingNotIdentity,
  ackContentLengthInvalid,
  ackHeadersContradictStatus,
  ackPacketTypeInvalid,
  ackPacketTypeMissing,
  ackRangeBeyondSent,
  ackRangePartial,
  ackRangeRegression,
  ackRangeStall,
  authLoop,
  basicAuthCleartext,
  cancelAfterComplete,
  chunkedRequest,
  closeRetryViolation,
  closeSessionMissing,
  concurrentRequests,
  contentEncodingNotAccepted,
  contentLengthMissing,
  contentNameProblem,
  contentRangeLengthMismatch,
  contentRangeMalformed,
  contentRangeMissing,
  contentRangeOutOfBounds,
  contentRangeTotalChanged,
  destinationUrlChanged,
  duplicateBitsHeader,
  errorContextInvalid,
  errorDetailsMissing,
  errorHeaderNonstandard,
  exchangeCutOff,
  fallbackTimeoutInvalid,
  fragmentAuthChallenge,
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
  hostMissing,
  incompleteCloseAccepted,
  invalidRequestAccepted,
  lengthMismatchAccepted,
  methodNotBitsPost,
  missingProtocolInAck,
  missingReceivedRange,
  missingSessionIdInAck,
  missingSessionIdInCreateAck,
  missingSessionIdInRequest,
  noCommonProtocol,
  notificationAnomaly,
  ntlmConnectionSplit,
  packetAfterClose,
  packetAfterCloseAccepted,
  packetTypeMissing,
  packetTypeUnknown,
  pingRejected,
  prematureCloseSession,
  prematureHostFallback,
  receivedRangeMalformed,
  redirectOnBitsPost,
  replyNotDownloadedBeforeClose,
  replyUrlMalformed,
  replyUrlMissing,
  replyUrlUnexpected,
  requestBodyNotAllowed,
  responseTimeout,
  serverClosesUnannounced,
  sessionAbandoned,
  sessionIdFormat,
  sessionIdMismatchInAck,
  sessionIdReused,
  sessionIdUnknown,
  sessionNotFoundNotSignalled,
  sessionRestartLoop,
  spurious416,
  statusHresultMismatch,
  supportedProtocolsInvalid,
  suspiciousUploadReplyBeacon,
  unsupportedProtocolChosen,
  uploadRejected,
  valueTooLong,
  verbBlocked,
  wrongHttpVersion,
  zeroLengthUpload,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; nothing for an id that this version does not know. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
