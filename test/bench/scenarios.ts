/** What every connection of a load does, upload after upload, with never more than one packet on its way. */
export interface Upload {
  /** What a session is mostly made of: Pings, or Fragments of this many bytes. */
  readonly mostly: 'pings' | 'fragments';
  readonly fragmentBytes: number;
  /** How many of these a session has, between its Create-Session and its Close-Session. */
  readonly perSession: number;
}

export interface Load {
  readonly id: string;
  readonly title: string;
  readonly connections: number;
  readonly upload: Upload;
  /** What bitstap may cost at most, as a multiple of two piped sockets. */
  readonly budget?: number;
}

const MIB = 1024 ** 2;

export const LOADS: readonly Load[] = [
  {
    id: 'empty',
    title: 'Empty packets (Ping), 16 connections',
    connections: 16,
    // The one byte that every such session uploads makes its Close-Session a rightful one.
    upload: { mostly: 'pings', fragmentBytes: 1, perSession: 200 },
    budget: 2,
  },
  {
    id: '4k',
    title: 'Fragments of 4 KiB, 16 connections',
    connections: 16,
    upload: { mostly: 'fragments', fragmentBytes: 4096, perSession: 256 },
  },
  {
    id: '1m',
    title: 'Fragments of 1 MiB, 4 connections',
    connections: 4,
    upload: { mostly: 'fragments', fragmentBytes: MIB, perSession: 64 },
    budget: 1.5,
  },
];

/** One upload of at least so many bytes (1 GB = 10^9 bytes) in fragments of 1 MiB. */
export function longUpload(gigabytes: number): Upload {
  return { mostly: 'fragments', fragmentBytes: MIB, perSession: Math.ceil((gigabytes * 1e9) / MIB) };
}
