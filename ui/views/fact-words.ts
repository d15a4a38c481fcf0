import { bitsVersion } from '../../proxy/core/bits/bits-version.ts';
import { PACKET_NAMES } from '../../proxy/core/bits/packet-name.ts';
import type { AckLatency } from '../../proxy/core/facts/latency.ts';
import type { FragmentSizes, Interruption } from '../../proxy/core/facts/session-facts.ts';
import { formatBytes, formatCount, formatDuration, formatSize } from '../parts/format.ts';
import { cutOffLabel } from './cut-off.ts';

/** One interruption in a line: what was cut off and by whom, for how long, and how it went on. */
export function interruptionWords(interruption: Interruption): string {
  const { exchange, packet, cause, bodySent, wasted, silenceMs } = interruption;
  const what = cause.how === 'status' ? `answered ${cause.status}` : cutOffLabel(cause);
  const parts = [`${exchange} ${PACKET_NAMES[packet]}: ${what}`];
  if (bodySent > 0) parts.push(`${formatBytes(bodySent)} had come${wasted > 0 ? `, ${formatBytes(wasted)} in vain` : ''}`);
  parts.push(silenceMs === undefined ? 'nothing came since' : `then silent for ${formatDuration(silenceMs)}`, ...offsets(interruption));
  return parts.join('; ');
}

function offsets({ asked, given }: Interruption): string[] {
  const begun = given === undefined ? [] : [`the client went on at ${formatCount(given)}`];
  return asked === undefined ? begun : [`the server had asked for ${formatCount(asked)}`, ...begun];
}

/** `10 MiB each`, or from the smallest to the largest. */
export function sizesWords({ smallest, largest }: FragmentSizes): string {
  return smallest === largest ? `${formatSize(largest)} each` : `${formatSize(smallest)} to ${formatSize(largest)} each`;
}

/** The middle, the tail and the worst. */
export function latencyWords({ p50Ms, p95Ms, maxMs }: AckLatency): string {
  return `p50 ${formatDuration(p50Ms)}, p95 ${formatDuration(p95Ms)}, max ${formatDuration(maxMs)}`;
}

/** `BITS 4.0: Windows 7, Server 2008 R2.`; nothing for agents that are not BITS. */
export function agentWords(userAgent: string): string | undefined {
  const { product, version, windows, note } = bitsVersion(userAgent);
  if (version === undefined) return note;
  return [`${product} ${version}: ${windows}.`, ...(note === undefined ? [] : [note])].join(' ');
}
