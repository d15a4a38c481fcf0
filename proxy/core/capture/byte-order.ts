/** Unsigned numbers in bytes. What lies beyond the end reads as 0: callers look at lengths first. */
export interface ByteOrder {
  readonly u16: (bytes: Uint8Array, at: number) => number;
  readonly u32: (bytes: Uint8Array, at: number) => number;
}

/** Also the order of everything on a network. */
export const BIG_ENDIAN: ByteOrder = {
  u16: (bytes, at) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0),
  u32: (bytes, at) => (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0,
};

export const LITTLE_ENDIAN: ByteOrder = {
  u16: (bytes, at) => ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0),
  u32: (bytes, at) => (((bytes[at + 3] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >>> 0,
};
