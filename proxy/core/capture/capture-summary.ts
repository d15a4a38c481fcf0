import type { CaptureFaultCode } from './frame.ts';
import type { NoSegment } from './ip.ts';

/** Why a frame was not looked into. `malformed`: its own lengths do not fit. */
export type Skipped = NoSegment | 'link-type';

/** What was found in a capture so far, and what was left out. */
export interface CaptureSummary {
  /** `pcapng`, `pcap`; absent while it is not known. */
  readonly format?: string;
  readonly bytes: number;
  readonly frames: number;
  /** TCP connections that were seen to begin, or to carry something. */
  readonly connections: number;
  readonly http: number;
  readonly tls: number;
  /** Connections that carried something else, and bytes of what could not be told apart. */
  readonly other: number;
  readonly skipped: Readonly<Record<Skipped, number>>;
  /** Bytes of HTTP connections that the capture does not have. */
  readonly lostBytes: number;
  /** Bytes of HTTP connections in front of the first message that begins in the capture. */
  readonly bytesBeforeFirst: number;
  /** How often each thing came up; the first ones of each were told as faults. */
  readonly faults: Readonly<Partial<Record<CaptureFaultCode, number>>>;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The same while it is counted. */
export type CaptureCounts = Omit<Writable<CaptureSummary>, 'skipped' | 'faults'> & {
  readonly skipped: Record<Skipped, number>;
  readonly faults: Partial<Record<CaptureFaultCode, number>>;
};

export function beginCounts(): CaptureCounts {
  const skipped = { 'not-ip': 0, 'not-tcp': 0, 'ip-fragment': 0, malformed: 0, 'link-type': 0 };
  const nothing = { bytes: 0, frames: 0, connections: 0, http: 0, tls: 0, other: 0, lostBytes: 0, bytesBeforeFirst: 0 };
  return { ...nothing, skipped, faults: {} };
}
