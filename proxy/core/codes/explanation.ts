/** What is known of one code, in words for the person who met it. */

/** Who says a code: the first three on the wire, `client-log` in what bitsadmin, PowerShell or the event log show. */
export type Emitter = 'server' | 'application' | 'intermediary' | 'client-log';

/** Who can do something about it. `application` is the one behind the server. */
export type Actor = 'client' | 'server' | 'application' | 'intermediary';

export interface Remedy {
  readonly who: Actor;
  readonly text: string;
}

export interface Cause {
  /** In which Acks, and with what beside it; absent where that does not matter. */
  readonly when?: string;
  readonly text: string;
  readonly remedies: readonly Remedy[];
}

/** An error value: on the wire in `BITS-Error`, or what the client reports. */
export interface HresultEntry {
  readonly code: number;
  /** The usual one first. */
  readonly names: readonly [string, ...string[]];
  /** Fits behind the name in one line. */
  readonly meaning: string;
  readonly from: readonly Emitter[];
  /** What the client does when it sees it. */
  readonly reaction?: string;
  /** Causes that no Ack shows; those of the wire are in the table of answers. */
  readonly causes?: readonly Cause[];
  /** Where sources conflict, what nobody has verified, what else misleads. */
  readonly caveats?: readonly string[];
  readonly source: string;
}

/** The whole answer to "what is this code?". */
export interface Explanation {
  readonly kind: 'hresult' | 'status' | 'context';
  readonly code: number;
  /** As people write it: `0x8020001F`, `HTTP 404`, `context 0x5`. */
  readonly title: string;
  readonly names: readonly string[];
  readonly meaning: string;
  readonly from: readonly Emitter[];
  readonly reaction?: string;
  readonly causes: readonly Cause[];
  /** What to do where no cause is known. */
  readonly remedies: readonly Remedy[];
  readonly caveats: readonly string[];
  /** Tags as in `[BUP §2.2.1.2], [MSG]`. */
  readonly source: string;
}
