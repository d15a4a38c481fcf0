/** One sentence for a session: what happened, who stopped it, what to do. */
import type { SessionState } from './bits/session.ts';
import type { SessionView } from './timeline.ts';
import * as begin from './verdicts/beginnings.ts';
import * as closing from './verdicts/closing.ts';
import * as over from './verdicts/over.ts';
import * as no from './verdicts/refusals.ts';
import * as trouble from './verdicts/troubles.ts';
import type { Ending, LastEnding, Verdict } from './verdicts/verdict-type.ts';

export type { Outcome, StoppedBy, Verdict } from './verdicts/verdict-type.ts';

/** The ways to end or stand in a state, the most telling first, and what is left when none of them speaks. */
export interface Endings {
  readonly first: readonly Ending[];
  readonly last: LastEnding;
}

/** What broke the connection or asks for credentials tells more than what was refused before. */
const BREAKS: readonly Ending[] = [
  trouble.unreachable,
  trouble.unreadable,
  trouble.notSeenToItsEnd,
  trouble.timedOut,
  trouble.cutOff,
  trouble.challenged,
];

const REFUSALS: readonly Ending[] = [no.outOfStep, no.tooLarge, no.blocked, no.refused];

const UPLOADING: Endings = {
  first: [
    ...BREAKS,
    no.unknownUnsignalled,
    closing.closedTooEarlyInVain,
    closing.endRefused,
    ...REFUSALS,
    trouble.stuck,
    trouble.abandoned,
    begin.hardlySeen,
  ],
  last: begin.uploading,
};

/** Every state has its endings: the compiler asks for those of a new one. */
export const ENDINGS: Readonly<Record<SessionState, Endings>> = {
  INIT: { first: [...BREAKS, ...REFUSALS, begin.createdWithoutId, trouble.stuck, trouble.abandoned], last: begin.starting },
  RECEIVE_FRAGMENTS: UPLOADING,
  NOTIFY: UPLOADING,
  WAIT_FOR_CLOSE: {
    first: [...BREAKS, closing.endRefused, ...REFUSALS, trouble.stuck, closing.neverClosed, closing.replyOutstanding],
    last: begin.waitingForClose,
  },
  COMPLETE: {
    first: [
      over.closedTooEarly,
      over.acknowledgedUnsent,
      over.closedWithoutFragment,
      over.closedUnacknowledged,
      over.replyLost,
      over.wentOnAfterClose,
    ],
    last: over.complete,
  },
  CANCEL: { first: [over.cancelledAfterAll], last: over.cancelled },
  EXPIRED: { first: [over.closedBefore, over.neverKnown], last: over.lost },
};

/**
 * How a session ended or stands. `at` is the present, ms since the epoch, for what waits; without it nothing has waited longer than
 * was seen.
 */
export function verdict(view: SessionView, at: number = view.lastAt): Verdict {
  const { first, last } = ENDINGS[view.state];
  for (const ending of first) {
    const said = ending(view, at);
    if (said) return said;
  }
  return last(view, at);
}
