/**
 * How much of what comes is recorded. `heads`: bodies are cut, because the disk can't follow. `nothing`: it can't for so long
 * that all memory for that is used up.
 */
export type RecordedShare = 'all' | 'heads' | 'nothing';

/** How the recording of a running tap stands. Bytes of bodies are those of the traffic, all others those of files. */
export interface RecordingStatus {
  /** Where it lies, the oldest part first. */
  readonly files: readonly string[];
  /** `temporary`: it goes away with the tap. */
  readonly kind: 'file' | 'temporary';
  /** With what is on its way to the disk. */
  readonly bytes: number;
  readonly share: RecordedShare;
  /** Why nothing can be written at the moment, in words. */
  readonly problem?: string;
  /** Bytes of bodies that were left out because of `--max-body`. */
  readonly beyondMaxBody: number;
  /** Bytes of bodies that were left out because the disk could not follow. */
  readonly cutBytes: number;
  /** Bytes of traffic of which nothing at all was kept. */
  readonly lostBytes: number;
  /** Old parts that were removed for `--max-recording`, or that somebody else took away. */
  readonly droppedParts: number;
}
