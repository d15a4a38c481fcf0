/** When the silence of a session means something. */
import { QUIET_MS } from '../bits/session-store.ts';
import type { SessionCase } from './case.ts';

/** Windows waits 10 minutes before it tries again [SDK setminimumretrydelay]; a quarter of an hour leaves it the time. */
export const RETRY_WINDOW_MS = 15 * 60_000;

/** How long a session must have been silent, ms, to be told of; traffic that ends a moment after a packet says nothing. */
export function silenceLimit(moment: SessionCase['moment'], limitMs = RETRY_WINDOW_MS): number {
  return moment === 'quiet' ? QUIET_MS : limitMs;
}
