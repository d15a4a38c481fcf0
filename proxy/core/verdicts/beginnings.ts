/** Sessions that were not accepted, and those that go well so far. */
import { rangeLength } from '../bits/range.ts';
import { bytes } from '../rules/number.ts';
import type { SessionView } from '../timeline.ts';
import type { Verdict } from './verdict-type.ts';
import { acknowledged, numberOf, progress, times, unseenBeginning } from './words.ts';

/** The Create-Session was accepted, and its Ack names no session: nothing can follow [BUP §2.2.3.2]. */
export function createdWithoutId({ sessionId, attempts, lastStatus, facts }: SessionView): Verdict | undefined {
  if (sessionId !== undefined || attempts === 0 || lastStatus === undefined || lastStatus >= 300 || facts.waiting) return undefined;
  return {
    outcome: 'refused',
    stoppedBy: 'server',
    sentence: `Stopped by the server: it answered ${lastStatus} to the Create-Session but gave no session id, so that nothing can follow.`,
    advice: 'The server must send BITS-Session-Id with the Ack of Create-Session; look for a proxy that strips unknown headers.',
  };
}

/** What is left before a session is accepted. */
export function starting({ packets, attempts, facts }: SessionView): Verdict {
  const tried = attempts === 0 ? 'no Create-Session yet' : `${numberOf(attempts, 'Create-Session')} sent`;
  const waits = facts.waiting ? ', waiting for an answer' : '';
  return { outcome: 'under-way', stoppedBy: 'nobody', sentence: `Starting: ${numberOf(packets, 'packet')}, ${tried}${waits}.` };
}

/** Met in the middle, and no offset was named since. */
export function hardlySeen(view: SessionView): Verdict | undefined {
  if (view.seenFromStart || view.nextOffset !== undefined) return undefined;
  return {
    outcome: 'unknown',
    stoppedBy: 'unknown',
    sentence: `Met in the middle: ${numberOf(view.packets, 'packet')} seen, and how much the server has is not known.`,
  };
}

/** What is left while Fragments come. */
export function uploading(view: SessionView): Verdict {
  const { fragments, lastFragment, facts } = view;
  if (fragments === 0) return { outcome: 'under-way', stoppedBy: 'nobody', sentence: `Accepted: no Fragment yet.${restarted(view)}` };
  const waits = facts.waiting?.exchange === lastFragment?.exchange ? onItsWay(view) : '';
  const sentence = `Uploading: ${acknowledged(view)} after ${numberOf(fragments, 'Fragment')}${waits}.${restarted(view)}${unseenBeginning(view)}`;
  return { outcome: 'under-way', stoppedBy: 'nobody', sentence };
}

function onItsWay({ lastFragment, state }: SessionView): string {
  if (state === 'NOTIFY') return '; the final Fragment waits for its Ack';
  if (!lastFragment?.range) return '; the last is on its way';
  return `; ${bytes(lastFragment.bodySent)} of ${bytes(rangeLength(lastFragment.range))} of the last are on their way`;
}

/** What is left once the whole file is acknowledged. */
export function waitingForClose(view: SessionView): Verdict {
  const waits = view.facts.waiting ? `; ${view.end ? 'it was sent and waits for its Ack' : 'a packet waits for its Ack'}` : '';
  const sentence = `Waiting for Close-Session: ${progress(view)} acknowledged${waits}.${unseenBeginning(view)}`;
  return { outcome: 'under-way', stoppedBy: 'nobody', sentence };
}

/** The client has begun before for this URL, and not come to an end. */
export function restarted({ facts: { restarts } }: SessionView): string {
  return restarts === 0 ? '' : ` The client has started over ${times(restarts)} for this file.`;
}
