import type { Filter } from '../core/filter.ts';
import { safeText } from '../core/safe-text.ts';
import { type LoadedRecording, type LoadOptions, loadRecording } from '../store/load-recording.ts';
import { ReadingProgress } from './reading-progress.ts';

export interface LoadShownOptions {
  readonly choose?: LoadOptions['choose'] | undefined;
  readonly filter?: Filter | undefined;
  readonly progress: 'shown' | 'quiet';
}

/** Loads captures for a command: its user sees how far that is, and what could not be read. Rejects as `loadRecording` does. */
export async function loadShown(files: readonly string[], { choose, filter, progress }: LoadShownOptions): Promise<LoadedRecording> {
  const line = new ReadingProgress(process.stderr, files[0] ?? '');
  const recording = await loadRecording(files, {
    ...(choose && { choose }),
    ...(filter && { filter }),
    onRead(bytes, total) {
      if (progress === 'shown') line.show(bytes, total);
    },
  }).finally(() => line.end());
  for (const problem of recording.problems) process.stderr.write(`bitstap: ${safeText(problem)}\n`);
  return recording;
}
