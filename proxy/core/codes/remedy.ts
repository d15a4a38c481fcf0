import type { Actor, Remedy } from './explanation.ts';

const by =
  (who: Actor) =>
  (text: string): Remedy => ({ who, text });

export const client = by('client');
export const server = by('server');
export const application = by('application');
export const intermediary = by('intermediary');
