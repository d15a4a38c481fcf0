import { stringify } from '../../proxy/core/json.ts';
import type { TimelineEvent } from '../../proxy/core/timeline.ts';

/** What `--events` writes of a timeline. */
export function eventLines(events: readonly TimelineEvent[]): Uint8Array {
  return Buffer.from(events.map((event) => `${stringify(event)}\n`).join(''), 'utf8');
}
