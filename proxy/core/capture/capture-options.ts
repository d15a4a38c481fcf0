import type { MarkChange } from '../mark.ts';

/** What is kept at most while a capture is read; each has a default, and going beyond it is told. */
export interface CaptureOptions {
  /** Bytes of one direction that wait for others which come before them. Default 4 MiB. */
  readonly maxHeldBytes?: number;
  /** Bytes that wait, in all. Default 64 MiB. */
  readonly maxHeldBytesInAll?: number;
  /** Bytes of a connection that wait until it is known what is spoken on it. Default 64 KiB. */
  readonly maxUnknownBytes?: number;
  /** Connections that are open at once. Default 20,000. */
  readonly maxConnections?: number;
  /** Of a file without packets: bytes of one line, one entry or one message; a longer one is left out. Default 32 MiB. */
  readonly maxRecordBytes?: number;
  /** What a packed file may have in all when it is unpacked. Default 16 GiB. */
  readonly maxUnpackedBytes?: number;
  /** Names for connections that no other capture has given away, where several become one timeline. */
  readonly nextConnection?: () => string;
  /** Gets the marks that are in a recording of ours, as they were made. */
  readonly onMark?: (change: MarkChange) => void;
}

export type CaptureLimits = Required<Omit<CaptureOptions, 'nextConnection' | 'onMark'>>;

export const DEFAULTS: CaptureLimits = {
  maxHeldBytes: 4 * 1024 * 1024,
  maxHeldBytesInAll: 64 * 1024 * 1024,
  maxUnknownBytes: 64 * 1024,
  maxConnections: 20_000,
  maxRecordBytes: 32 * 1024 * 1024,
  maxUnpackedBytes: 16 * 1024 * 1024 * 1024,
};
