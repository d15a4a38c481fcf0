/** The catalogue: every rule once, in alphabetical order. */
import { ackContentLengthInvalid } from './ack-content-length-invalid.ts';
import { ackPacketTypeInvalid } from './ack-packet-type-invalid.ts';
import { ackPacketTypeMissing } from './ack-packet-type-missing.ts';
import { ackRangeBeyondSent } from './ack-range-beyond-sent.ts';
import { chunkedRequest } from './chunked-request.ts';
import { concurrentRequests } from './concurrent-requests.ts';
import { contentLengthMissing } from './content-length-missing.ts';
import { contentRangeLengthMismatch } from './content-range-length-mismatch.ts';
import { destinationUrlChanged } from './destination-url-changed.ts';
import { duplicateBitsHeader } from './duplicate-bits-header.ts';
import { exchangeCutOff } from './exchange-cut-off.ts';
import { fragmentGap } from './fragment-gap.ts';
import { fragmentIgnoresServerOffset } from './fragment-ignores-server-offset.ts';
import { fragmentOverlap } from './fragment-overlap.ts';
import { hostMissing } from './host-missing.ts';
import { incompleteCloseAccepted } from './incomplete-close-accepted.ts';
import { methodNotBitsPost } from './method-not-bits-post.ts';
import { missingSessionIdInCreateAck } from './missing-session-id-in-create-ack.ts';
import { packetAfterClose } from './packet-after-close.ts';
import { packetTypeMissing } from './packet-type-missing.ts';
import { packetTypeUnknown } from './packet-type-unknown.ts';
import { prematureCloseSession } from './premature-close-session.ts';
import { redirectOnBitsPost } from './redirect-on-bits-post.ts';
import { replyNotDownloadedBeforeClose } from './reply-not-downloaded-before-close.ts';
import { requestBodyNotAllowed } from './request-body-not-allowed.ts';
import type { Rule } from './rule.ts';
import { serverClosesUnannounced } from './server-closes-unannounced.ts';
import { sessionIdUnknown } from './session-id-unknown.ts';
import { sessionNotFoundNotSignalled } from './session-not-found-not-signalled.ts';
import { valueTooLong } from './value-too-long.ts';
import { verbBlocked } from './verb-blocked.ts';
import { wrongHttpVersion } from './wrong-http-version.ts';

export const RULES: readonly Rule[] = [
  ackContentLengthInvalid,
  ackPacketTypeInvalid,
  ackPacketTypeMissing,
  ackRangeBeyondSent,
  chunkedRequest,
  concurrentRequests,
  contentLengthMissing,
  contentRangeLengthMismatch,
  destinationUrlChanged,
  duplicateBitsHeader,
  exchangeCutOff,
  fragmentGap,
  fragmentIgnoresServerOffset,
  fragmentOverlap,
  hostMissing,
  incompleteCloseAccepted,
  methodNotBitsPost,
  missingSessionIdInCreateAck,
  packetAfterClose,
  packetTypeMissing,
  packetTypeUnknown,
  prematureCloseSession,
  redirectOnBitsPost,
  replyNotDownloadedBeforeClose,
  requestBodyNotAllowed,
  serverClosesUnannounced,
  sessionIdUnknown,
  sessionNotFoundNotSignalled,
  valueTooLong,
  verbBlocked,
  wrongHttpVersion,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; nothing for an id that this version does not know. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
