import type { Upload } from './scenarios.ts';

/** What the driver and its processes say to each other, as JSON over the IPC channel: one question, one answer. */

/** The first thing that a server process says. */
export interface Listening {
  readonly port: number;
}

/** The origin's answer: what it has received since it began. */
export interface Received {
  readonly bytes: number;
}

/** The load generator's question. */
export interface Burst {
  readonly port: number;
  readonly method: string;
  readonly connections: number;
  readonly upload: Upload;
  /** Ends after a time, or after one whole upload per connection. */
  readonly until: { readonly seconds: number } | 'uploaded';
}

/** The load generator's answer. */
export interface BurstResult {
  readonly packets: number;
  /** Of bodies only. */
  readonly bytes: number;
  readonly seconds: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Why it ended before its time. */
  readonly problem?: string;
}

/** What a page has got so far: the proof that it was attached. */
export interface PageSummary {
  readonly messages: number;
  readonly bytes: number;
  readonly events: number;
  readonly watched: number;
  /** How often the dashboard cut it off for being slow, so that it came back. */
  readonly reconnects: number;
}

export interface CoreQuestion {
  /** How far the run goes that shows whether the cost of a packet stays the same. */
  readonly packets: number;
}

export interface CoreSpeed {
  readonly title: string;
  readonly reader: 'analyzer' | 'reading alone';
  readonly cpuUsPerPacket: number;
  readonly packetsPerSecond: number;
  readonly megabytesPerSecond: number;
}

/** CPU per packet of the first 10,000 packets and of the last 10,000. */
export interface CoreTrend {
  readonly title: string;
  readonly packets: number;
  readonly firstUs: number;
  readonly lastUs: number;
}

export interface CoreResult {
  readonly speeds: readonly CoreSpeed[];
  readonly trends: readonly CoreTrend[];
}
