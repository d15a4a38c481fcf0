/** One packet as a capture file has it. */
export interface Frame {
  /** From 1, over everything in the file that Wireshark numbers as well. */
  readonly number: number;
  /** As in `WireEvent`: never negative, never NaN. */
  readonly at: number;
  /** What the bytes begin with: a LINKTYPE of tcpdump.org. */
  readonly linkType: number;
  /** What was kept of it: a view into what was fed, valid during the call. */
  readonly bytes: Uint8Array;
  /** How long it was on the wire: more than `bytes` where the capture has a snap length. */
  readonly originalLength: number;
  /** Where its record begins in the file, and where in it `bytes` do. */
  readonly offset: number;
  readonly place: number;
  /** What somebody wrote on it. */
  readonly comments?: readonly string[] | undefined;
}

/** Whoever reads a format gives its frames here, and says here where it can't go on. */
export interface FrameTarget {
  frame(frame: Frame): void;
  /** The rest of the file can't be read. What came before stands. */
  stop(code: CaptureFaultCode, problem: string, offset: number): void;
}

/** A file on its way: bytes in any pieces, then the end. After `stop` neither is called again. */
export interface CaptureSource {
  feed(bytes: Uint8Array): void;
  end(): void;
}

/** What a capture is told about in `fault` events. */
export type CaptureFaultCode =
  /** No capture, or one that has to be unpacked or exported first. */
  | 'capture-format'
  /** A length or a number in the file is a lie. */
  | 'capture-malformed'
  /** The file ends in the middle of a record. */
  | 'capture-truncated'
  /** Frames of a kind of network that is not read. */
  | 'capture-link-type'
  /** Pieces of IP packets, which are not put together. */
  | 'capture-ip-fragment'
  /** Connections that carry TLS. */
  | 'capture-tls'
  /** What a file of this kind does not tell, or tells otherwise than it was sent. */
  | 'capture-lacking'
  /** A part of the file can't be read; what stands around it was. */
  | 'capture-skipped'
  /** More was held back, or more connections are open, than an option allows. */
  | 'capture-limit';

/** No packet is longer, whatever a length says. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** The last time that a `Date` can hold. */
export const LAST_TIME = 8.64e15;

/** Microseconds since the epoch as `at`. */
export function atOf(microseconds: number): number {
  return Math.min(Math.max(microseconds / 1000, 0), LAST_TIME);
}
