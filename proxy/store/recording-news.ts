import type { Part } from './part.ts';

/** What became of a recording that its owner should know: one line each, for the page and for standard error. */
export interface RecordingFault {
  readonly code:
    | 'recording-failed'
    | 'recording-resumed'
    | 'recording-cut'
    | 'recording-paused'
    | 'recording-dropped'
    | 'recording-lost'
    | 'recording-incomplete'
    | 'recording-unindexed'
    | 'recording-marks';
  readonly message: string;
}

/** Bytes that were left out, and between when and when. */
export interface LeftOut {
  readonly bytes: number;
  readonly since: number;
  readonly until: number;
}

export function failed({ path }: Part, reason: string): RecordingFault {
  const message = `${path} can't be written (${reason}). Traffic goes on; what comes waits in memory, and is written when that works again.`;
  return { code: 'recording-failed', message };
}

export function recovered({ path }: Part): RecordingFault {
  return { code: 'recording-resumed', message: `${path} is written again.` };
}

export function cutting(): RecordingFault {
  const message = 'The disk does not follow: from now on bodies are left out of the recording. Heads are kept, and traffic does not wait.';
  return { code: 'recording-cut', message };
}

export function cutWas(left: LeftOut): RecordingFault {
  return { code: 'recording-cut', message: `Bodies are recorded again. ${amount(left.bytes)} of them ${wereNot(left)}.` };
}

export function pausing(): RecordingFault {
  const message = 'Nothing is recorded any more: all memory for what waits for the disk is used up. It goes on when the disk follows.';
  return { code: 'recording-paused', message };
}

export function pauseWas(left: LeftOut): RecordingFault {
  return { code: 'recording-paused', message: `Recording goes on. ${amount(left.bytes)} of traffic ${wereNot(left)}.` };
}

export function dropped({ path, beganAt = 0, lastAt }: Part, limit: number): RecordingFault {
  const message = `${path}, with the traffic from ${time(beganAt)} to ${time(lastAt)}, was removed: the recording may have ${amount(limit)}.`;
  return { code: 'recording-dropped', message };
}

export function lost({ path, beganAt = 0, lastAt }: Part): RecordingFault {
  const which = `with the traffic from ${time(beganAt)} to ${time(lastAt)}`;
  return { code: 'recording-lost', message: `Somebody removed or replaced ${path}, ${which}. Recording goes on in a new file.` };
}

export function notRemoved({ path }: Part, reason: string): RecordingFault {
  return { code: 'recording-failed', message: `${path} should make room, but can't be removed (${reason}). Remove it by hand.` };
}

export function ourBug(error: unknown): RecordingFault {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'recording-failed', message: `Some connections can't be recorded; that is a bug of bitstap: ${reason}` };
}

export function incomplete(bytes: number): RecordingFault {
  return { code: 'recording-incomplete', message: `The recording lacks its end: ${amount(bytes)} could not be written.` };
}

export function unindexed(before: number): RecordingFault {
  return {
    code: 'recording-unindexed',
    message: `Bytes from before ${time(before)} are in the recording, but the page can't show them any more.`,
  };
}

export function marksLeft(count: number): RecordingFault {
  const message = `The new part of the recording has no room for ${count} older marks: they are only in the parts before it.`;
  return { code: 'recording-marks', message };
}

function wereNot({ since, until }: LeftOut): string {
  return `from ${time(since)} to ${time(until)} are missing`;
}

/** As on the wall clock of whoever reads the recording elsewhere. */
function time(at: number): string {
  return new Date(at).toISOString();
}

function amount(bytes: number): string {
  return bytes < 10_000 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(bytes < 10e6 ? 2 : 0)} MB`;
}
