import type { ExportSource } from './export-source.ts';

/** Bytes of each body that a copy has: none, the first so many, or all. */
export type BodyChoice = 'none' | 'all' | number;

export interface ExportOptions {
  /** Body bytes of one message that are written into a text; a longer body is left out whole, and that is said. */
  readonly maxBodyBytes?: number;
  /** Credentials in heads become `*`; absent: as the format does by itself. */
  readonly redact?: boolean;
  /** Of a shared copy; absent: none. */
  readonly bodies?: BodyChoice;
  /** Bytes that a shared copy may have. */
  readonly maxFileBytes?: number;
  /** Where a script finds the files beside it, as seen from it. */
  readonly folder?: string;
  /** Told what is not in the export and why, a sentence each. */
  readonly say?: (sentence: string) => void;
}

/** A file that an export needs beside it. */
export interface BesideFile {
  /** Ours, fit for any file system. */
  readonly name: string;
  /** In bytes; absent where only writing it tells. */
  readonly size?: number;
  bytes(): AsyncIterable<Uint8Array>;
}

/** A way to write recorded traffic: the same for the command line and the page. */
export interface ExportFormat {
  readonly name: string;
  /** Of a file's name, without a dot. */
  readonly extension: string;
  readonly mediaType: string;
  /** For menus and lists: what it is good for. */
  readonly title: string;
  /** It is made to be given away: credentials are taken out unless that is declined, and what is left is told before. */
  readonly isShared?: boolean;
  /** Piece by piece, and never with a whole body in memory. Rejects with ProxyError. */
  write(source: ExportSource, options?: ExportOptions): AsyncIterable<string | Uint8Array>;
  /** What stands beside it in a folder of its own, where it is more than one file. */
  beside?(source: ExportSource, options?: ExportOptions): Iterable<BesideFile>;
}
