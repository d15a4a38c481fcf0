import type { Outcome } from '../../proxy/core/verdict.ts';
import type { Look } from './words.ts';

/** What an outcome looks like: the sentence beside it says the rest. */
export const OUTCOME_LOOK: Readonly<Record<Outcome, Look>> = {
  'under-way': { icon: 'circle-arrow-up', tone: 'active' },
  stuck: { icon: 'hourglass', tone: 'warning' },
  interrupted: { icon: 'unplug', tone: 'warning' },
  refused: { icon: 'shield-x', tone: 'error' },
  'out-of-step': { icon: 'circle-x', tone: 'error' },
  'not-authenticated': { icon: 'lock', tone: 'error' },
  lost: { icon: 'circle-x', tone: 'error' },
  complete: { icon: 'circle-check', tone: 'good' },
  incomplete: { icon: 'circle-x', tone: 'error' },
  'reply-lost': { icon: 'triangle-alert', tone: 'error' },
  cancelled: { icon: 'ban', tone: 'quiet' },
  abandoned: { icon: 'circle-dashed', tone: 'warning' },
  unknown: { icon: 'circle-question', tone: 'quiet' },
};
