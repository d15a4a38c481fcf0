import { PACKET_NAMES } from '../../proxy/core/bits/packet-name.ts';
import type { Interruption, SessionFacts } from '../../proxy/core/facts/session-facts.ts';
import { formatBytes, formatCount, formatDuration } from '../parts/format.ts';
import { cutOffLabel } from './cut-off.ts';

/** An interruption in the cells of a table; empty cells where nothing is known. */
export interface InterruptionRow {
  readonly exchange: string;
  readonly at: number;
  readonly packet: string;
  readonly cause: string;
  readonly waited: string;
  readonly silence: string;
  readonly asked: string;
  readonly given: string;
  /** The client went on elsewhere than the server had asked. */
  readonly differs: boolean;
  readonly came: string;
  readonly wasted: string;
}

export function interruptionRows(interruptions: readonly Interruption[]): InterruptionRow[] {
  return interruptions.map(({ exchange, at, packet, cause, waitedMs, silenceMs, asked, given, bodySent, wasted }) => ({
    ...{ exchange, at, packet: PACKET_NAMES[packet] },
    cause: cause.how === 'status' ? `answered ${cause.status}` : cutOffLabel(cause),
    waited: waitedMs === undefined ? '' : formatDuration(waitedMs),
    silence: silenceMs === undefined ? 'not back since' : formatDuration(silenceMs),
    asked: asked === undefined ? '' : formatCount(asked),
    given: given === undefined ? '' : formatCount(given),
    differs: asked !== undefined && given !== undefined && asked !== given,
    came: formatCount(bodySent),
    wasted: formatCount(wasted),
  }));
}

/** What all of them cost, in one sentence. */
export function interruptionSum({ interruptions, earlierInterruptions }: SessionFacts): string {
  const silenceMs = interruptions.reduce((sum, { silenceMs = 0 }) => sum + silenceMs, 0);
  const wasted = interruptions.reduce((sum, one) => sum + one.wasted, 0);
  const count = interruptions.length + earlierInterruptions;
  const only = earlierInterruptions > 0 ? `, of the latest ${formatCount(interruptions.length)}` : '';
  const noun = count === 1 ? 'interruption' : 'interruptions';
  return `${formatCount(count)} ${noun}: ${formatDuration(silenceMs)} of silence and ${formatBytes(wasted)} sent in vain${only}.`;
}
