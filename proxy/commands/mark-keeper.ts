import { basename } from 'node:path';
import type { MarkKeeping } from '../core/mark.ts';
import type { MarkKeeper } from '../dashboard/kept-marks.ts';
import type { Recorder } from '../store/recorder.ts';

/** Marks of live traffic are comments in its recording. While that can't be written they wait with it. */
export function markKeeper(recorder: Recorder): MarkKeeper {
  return {
    get keeping() {
      return keepingOf(recorder);
    },
    keep: (change, connection) => recorder.mark(change, connection),
  };
}

function keepingOf({ status: { kind, files, problem, share } }: Recorder): MarkKeeping {
  if (kind === 'temporary')
    return { kind: 'memory', problem: 'The recording is a temporary one: its marks are gone when bitstap ends, unless you save it.' };
  const file = basename(files.at(-1) ?? '');
  const reason = problem ?? (share === 'nothing' ? 'the disk does not follow' : undefined);
  if (reason === undefined) return { kind: 'recording', file };
  return { kind: 'recording', file, problem: `It can't be written now (${reason}): marks wait in memory until it can.` };
}
