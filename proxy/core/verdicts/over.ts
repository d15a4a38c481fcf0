/** How sessions are over: closed, cancelled, or forgotten by their server. */

import { missing } from '../bits/coverage.ts';
import { incompleteness } from '../bits/expectation.ts';
import { rangeLength } from '../bits/range.ts';
import { bytes, grouped } from '../rules/number.ts';
import type { SessionView } from '../timeline.ts';
import { restarted } from './beginnings.ts';
import { sinceThen } from './troubles.ts';
import type { Verdict } from './verdict-type.ts';
import { acknowledged, lasting, numberOf, progress, replyProgress, statusText, thePacket, unseenBeginning } from './words.ts';

const CLOSED_EARLY_ADVICE =
  'Do not trust the file on the server: it was thrown away or is truncated. Fix the client, which must not close before BITS-Received-Content-Range has reached the size.';

/** Closed, accepted, and by the server's own word not all there: as the rule `premature-close-session` has it. */
export function closedTooEarly(view: SessionView): Verdict | undefined {
  const known = incompleteness(view);
  if (!known) return undefined;
  const { acknowledged: had, total, basis } = known;
  return {
    outcome: 'incomplete',
    stoppedBy: 'client',
    sentence: `Closed too early by the client: ${grouped(had)} of ${bytes(total)} were ${basis === 'acks' ? 'acknowledged' : 'sent at best'}, ${grouped(total - had)} are missing, and the server accepted the Close-Session.`,
    advice: CLOSED_EARLY_ADVICE,
  };
}

/** The server acknowledged all, yet bytes were never sent: it can't have them. */
export function acknowledgedUnsent(view: SessionView): Verdict | undefined {
  const { total = 0n, coverage, seenFromStart } = view;
  const lacking = seenFromStart ? missing(coverage, total).reduce((sum, hole) => sum + rangeLength(hole), 0n) : 0n;
  if (lacking === 0n) return undefined;
  return {
    outcome: 'incomplete',
    stoppedBy: 'server',
    sentence: `Closed as complete, but ${grouped(lacking)} of ${bytes(total)} were never seen sent: the server acknowledged bytes that it can hardly have.`,
    advice: 'Do not trust the file on the server. Fix the server: it must acknowledge only what it has stored.',
  };
}

/** Closed without a Fragment: an empty file, or nothing was uploaded. */
export function closedWithoutFragment(view: SessionView): Verdict | undefined {
  if (view.fragments > 0) return undefined;
  return {
    outcome: view.seenFromStart ? 'incomplete' : 'unknown',
    stoppedBy: view.seenFromStart ? 'client' : 'unknown',
    sentence: `Closed by the client without a Fragment${view.seenFromStart ? ': no byte was uploaded' : ' that was seen'}.`,
    ...(view.seenFromStart && { advice: 'The protocol does not say how an empty file is uploaded; check what the server made of it.' }),
  };
}

/** Closed and accepted, and no Ack of a Fragment was seen: at best all had arrived. */
export function closedUnacknowledged(view: SessionView): Verdict | undefined {
  if (view.nextOffset !== undefined && view.total !== undefined) return undefined;
  return {
    outcome: 'unknown',
    stoppedBy: 'unknown',
    sentence: `Closed, and the server accepted it; that all bytes had arrived was not seen.${unseenBeginning(view)}`,
  };
}

/** The upload arrived, and the client closed without its whole reply, which the server then deletes [BUP §3.2.5.2.7]. */
export function replyLost(view: SessionView): Verdict | undefined {
  const { reply } = view;
  if (!reply || reply.complete) return undefined;
  return {
    outcome: 'reply-lost',
    stoppedBy: 'client',
    sentence: `Uploaded, but closed by the client before its reply was fetched: ${progress(view)} acknowledged, and ${replyProgress(view)} of the reply were seen fetched.`,
    advice: 'The server deletes the reply at Close-Session. Fix the client: fetch all of BITS-Reply-URL first.',
  };
}

/** Closed and done, and the client still sends packets of it. */
export function wentOnAfterClose(view: SessionView): Verdict | undefined {
  const { refusals } = view.facts;
  if (!refusals || refusals.packet === 'ping') return undefined;
  return {
    outcome: 'complete',
    stoppedBy: 'nobody',
    sentence: `Complete: ${progress(view)} acknowledged and closed; afterwards the client sent ${thePacket(refusals.packet, refusals.given)} of the same session, which got ${statusText(refusals)}.`,
    advice: 'The client should forget the session id once Close-Session is answered with 200.',
  };
}

/** What is left of closed sessions: nothing went wrong that was not mended. */
export function complete(view: SessionView): Verdict {
  const { facts, fragments, createdAt, lastAt, reply } = view;
  const count = facts.interruptions.length + facts.earlierInterruptions;
  const mended = count === 0 ? '' : `, in spite of ${numberOf(count, 'interruption')}`;
  const again = facts.bytesRepeated === 0 ? '' : `; ${bytes(facts.bytesRepeated)} went twice`;
  const fetched = reply ? `; its reply of ${bytes(reply.fetched)} was fetched` : '';
  return {
    outcome: 'complete',
    stoppedBy: 'nobody',
    sentence: `Complete: ${bytes(view.total ?? 0n)} in ${numberOf(fragments, 'Fragment')} and ${lasting(lastAt - createdAt)}${mended}${again}${fetched}.${restarted(view)}${unseenBeginning(view)}`,
  };
}

/** Given up on purpose, after all of it had arrived: whether the file stays is open [DOC cancel-session] against [BUP §3.2.5.2.8]. */
export function cancelledAfterAll(view: SessionView): Verdict | undefined {
  const { total, coverage } = view;
  if (total === undefined || total === 0n || coverage.acknowledged < total) return undefined;
  return {
    outcome: 'cancelled',
    stoppedBy: 'client',
    sentence: `Cancelled by the client after ${progress(view)} had been acknowledged.`,
    advice: 'Check on the server whether the file is there: servers differ. To keep it, the client must send Close-Session.',
  };
}

export function cancelled(view: SessionView): Verdict {
  return {
    outcome: 'cancelled',
    stoppedBy: 'client',
    sentence: `Cancelled by the client with ${acknowledged(view)}: the server throws away what it has.`,
  };
}

const LOST_ADVICE =
  'Look at the session time-out of the server (14 days by default), at restarts of its application pool, and at load balancing without BITS-Host-Id.';

/** A Close-Session that had gone without an answer is repeated: the first one most likely did its work. */
export function closedBefore(view: SessionView): Verdict | undefined {
  const { end, memory, total, coverage } = view;
  const repeated = end?.packet === 'close-session' && (memory.ends?.count ?? 0) > 1;
  if (!repeated || total === undefined || coverage.acknowledged < total) return undefined;
  return {
    outcome: 'unknown',
    stoppedBy: 'nobody',
    sentence: `Most likely complete: ${progress(view)} acknowledged; the server does not know the session at the client's repeated Close-Session (0x8020001F), so that an earlier one did its work.`,
    advice: 'Check on the server that the file is at its destination.',
  };
}

/** 0x8020001F for a session that was never seen alive. */
export function neverKnown(view: SessionView): Verdict | undefined {
  if (view.seenFromStart || view.nextOffset !== undefined) return undefined;
  return {
    outcome: 'lost',
    stoppedBy: 'server',
    sentence: `Stopped by the server: it does not know this session (0x8020001F), which was not seen created; ${startedOver(view)}.`,
    advice: LOST_ADVICE,
  };
}

/** The server has forgotten the session [BUP §3.1.5.2.1]. */
export function lost(view: SessionView): Verdict {
  const { longestSilence } = view.facts;
  const after =
    longestSilence?.exchange === view.lastExchange && longestSilence.ms >= HOUR_MS ? ` after ${lasting(longestSilence.ms)} of silence` : '';
  return {
    outcome: 'lost',
    stoppedBy: 'server',
    sentence: `Lost by the server${after}: it no longer knows the session (0x8020001F), with ${acknowledged(view)}; ${startedOver(view)}.`,
    advice: LOST_ADVICE,
  };
}

const HOUR_MS = 3_600_000;

function startedOver(view: SessionView): string {
  const { restartedAs } = view.facts;
  return restartedAs === undefined ? sinceThen(view, 'started over') : `the client started over as ${restartedAs}`;
}
