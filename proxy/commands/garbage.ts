import { setFlagsFromString } from 'node:v8';

/**
 * A relay's garbage is its read buffers, 64 KiB each, dead within a millisecond. V8 counts them against the limit of a heap
 * that is small in a process like this one, and keeps marking that heap for their sake: half of the CPU time of a large
 * upload went there. Without incremental marking, the cheap collections of young objects get their turn first.
 */
export function preferYoungCollections(): void {
  setFlagsFromString('--no-incremental-marking');
  // Little survives a young collection here: sharing that little out among threads costs more than it is.
  setFlagsFromString('--no-parallel-scavenge');
}
