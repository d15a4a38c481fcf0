/** The catalogue: every rule once, in alphabetical order. */
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
import { fragmentDuplicate } from './fragment-duplicate.ts';
import { fragmentGap } from './fragment-gap.ts';
import { fragmentIgnoresServerOffset } from './fragment-ignores-server-offset.ts';
import { fragmentNotReducedAfter413 } from './fragment-not-reduced-after-413.ts';
import { fragmentOverlap } from './fragment-overlap.ts';
import { fragmentSizeOutOfRange } from './fragment-size-out-of-range.ts';
import { gapAccepted } from './gap-accepted.ts';
import { incompleteCloseAccepted } from './incomplete-close-accepted.ts';
import { lengthMismatchAccepted } from './length-mismatch-accepted.ts';
import { missingReceivedRange } from './missing-received-range.ts';
import { missingSessionIdInCreateAck } from './missing-session-id-in-create-ack.ts';
import { packetAfterClose } from './packet-after-close.ts';
import { prematureCloseSession } from './premature-close-session.ts';
import { receivedRangeMalformed } from './received-range-malformed.ts';
import { replyNotDownloadedBeforeClose } from './reply-not-downloaded-before-close.ts';
import { replyUrlMalformed } from './reply-url-malformed.ts';
import { replyUrlMissing } from './reply-url-missing.ts';
import { replyUrlUnexpected } from './reply-url-unexpected.ts';
import type { Rule } from './rule.ts';
import { sessionIdUnknown } from './session-id-unknown.ts';
import { sessionNotFoundNotSignalled } from './session-not-found-not-signalled.ts';
import { spurious416 } from './spurious-416.ts';
import { verbBlocked } from './verb-blocked.ts';
import { zeroLengthUpload } from './zero-length-upload.ts';

export const RULES: readonly Rule[] = [
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
  fragmentDuplicate,
  fragmentGap,
  fragmentIgnoresServerOffset,
  fragmentNotReducedAfter413,
  fragmentOverlap,
  fragmentSizeOutOfRange,
  gapAccepted,
  incompleteCloseAccepted,
  lengthMismatchAccepted,
  missingReceivedRange,
  missingSessionIdInCreateAck,
  packetAfterClose,
  prematureCloseSession,
  receivedRangeMalformed,
  replyNotDownloadedBeforeClose,
  replyUrlMalformed,
  replyUrlMissing,
  replyUrlUnexpected,
  sessionIdUnknown,
  sessionNotFoundNotSignalled,
  spurious416,
  verbBlocked,
  zeroLengthUpload,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of a finding; nothing for an id that this version does not know. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}
