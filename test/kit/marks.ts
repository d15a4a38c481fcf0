import type { MarkChange, MarkPlace } from '../../proxy/core/mark.ts';

export const MARKED_AT = 1_741_078_900_000;

/** The place of a session of a test. */
export function sessionPlace(change: Partial<Extract<MarkPlace, { on: 'session' }>> = {}): MarkPlace {
  return { on: 'session', client: '192.0.2.10', at: 1_741_078_800_000.25, sessionId: '{1}', name: 'report.bin', ...change };
}

/** The place of a packet of a test. */
export function packetPlace(change: Partial<Exclude<MarkPlace, { on: 'session' }>> = {}): MarkPlace {
  return { on: 'request', client: '192.0.2.10:50001', at: 1_741_078_800_010.5, nth: 0, name: 'report.bin', ...change };
}

export function marked(place: MarkPlace, comment = '', at = MARKED_AT): MarkChange {
  return { place, at, comment, removed: false };
}

export function unmarked(place: MarkPlace, at = MARKED_AT): MarkChange {
  return { place, at, comment: '', removed: true };
}
