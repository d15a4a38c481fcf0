/**
 * The server's machine of one upload, named after [BUP §3.2.1]. A session is made in RECEIVE_FRAGMENTS by
 * Create-Session; COMPLETE and CANCEL are its ends, and the server then forgets it.
 */
export type State = 'RECEIVE_FRAGMENTS' | 'NOTIFY' | 'WAIT_FOR_CLOSE' | 'COMPLETE' | 'CANCEL';

export type Step =
  | 'fragment' // stored, bytes still missing; or known already
  | 'last-fragment' // stored, nothing missing
  | 'notified' // whoever makes the reply has made it
  | 'close-session'
  | 'cancel-session'
  | 'timed-out'; // too long without an accepted packet [BUP §3.2.2.1]

/**
 * Every legal step. Where the spec's Close-Session before the last Fragment would publish a part of a file
 * [BUP §3.2.5.2.7], ours deletes it, as the docs do [DOC close-session].
 */
export const STEPS: Readonly<Record<State, Readonly<Partial<Record<Step, State>>>>> = {
  RECEIVE_FRAGMENTS: {
    fragment: 'RECEIVE_FRAGMENTS',
    'last-fragment': 'NOTIFY',
    'close-session': 'CANCEL',
    'cancel-session': 'CANCEL',
    'timed-out': 'CANCEL',
  },
  NOTIFY: {
    notified: 'WAIT_FOR_CLOSE',
  },
  WAIT_FOR_CLOSE: {
    fragment: 'WAIT_FOR_CLOSE',
    'close-session': 'COMPLETE',
    // The spec's reading: nothing is published. By the docs only the reply would go [DOC cancel-session].
    'cancel-session': 'CANCEL',
    'timed-out': 'CANCEL',
  },
  COMPLETE: {},
  CANCEL: {},
};

/** The state after a step. An illegal one is our own bug: packets are checked before. */
export function step(state: State, by: Step): State {
  const next = STEPS[state][by];
  if (!next) throw new Error(`a session in ${state} takes no ${by}`);
  return next;
}

/** Whether the session is over, so that packets for it get "session not found". */
export function isOver(state: State): boolean {
  return Object.keys(STEPS[state]).length === 0;
}
