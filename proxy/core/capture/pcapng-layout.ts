/** How a pcapng file is laid out, for those who read and who write it [draft-ietf-opsawg-pcapng §3, §4]. */

/** Each begins with its type and its length, and ends with its length again; all that stands between is filled up to four bytes. */
export const BLOCK = {
  sectionHeader: 0x0a0d0d0a,
  interfaceDescription: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  journal: 9,
  custom: 0x0bad,
  /** Custom, and to be left out by programs that write a changed file. */
  customNotCopied: 0x40000bad,
} as const;

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Type and length. */
export const BLOCK_START = 8;
/** Type, length and the second length. */
export const BLOCK_OVERHEAD = 12;
/** Behind type and length: the fixed part of each block, to where its packet or its options begin. */
export const FIXED = { sectionHeader: 16, interfaceDescription: 8, obsoletePacket: 20, simplePacket: 4, enhancedPacket: 20 } as const;

export const OPTION = { end: 0, comment: 1, interfaceName: 2, userApplication: 4, timeResolution: 9, timeOffset: 14 } as const;

/** The length of something with what fills it up to four bytes. */
export function padded(length: number): number {
  return (length + 3) & ~3;
}
