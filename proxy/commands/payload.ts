import { basename } from 'node:path';
import { type PayloadPlan, replyPlan, uploadPlan } from '../core/payload.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import { ProxyError } from '../errors.ts';
import { compareCopies } from '../exports/compare-copies.ts';
import { NewFile, type NewFileOptions } from '../exports/new-file.ts';
import { type RebuildOptions, type Rebuilt, rebuild } from '../exports/rebuild.ts';
import { loadShown } from './load-shown.ts';
import { payloadText } from './payload-text.ts';
import { ReadingProgress } from './reading-progress.ts';
import { sessionMeant } from './session-named.ts';
import { writeResult } from './write-result.ts';

export interface PayloadCommandOptions {
  readonly files: readonly string[];
  /** As `sessionNamed` reads it; absent: the only one. */
  readonly session?: string;
  /** Absent: nothing is written. */
  readonly output?: string;
  readonly part: 'upload' | 'reply';
  readonly holes: RebuildOptions['holes'];
  readonly existing: NewFileOptions['existing'];
}

const INCOMPLETE = 1;

/** Zeros beyond these are no help, and take for ever to read. */
const MAX_ZEROS = 64n * 1024n ** 3n;

/** `bitstap payload FILE`: the uploaded file again, if all of it is there. Sets the exit code. */
export async function payloadCommand(options: PayloadCommandOptions): Promise<void> {
  const { files, part, output } = options;
  if (output === '-') throw new ProxyError('bad-option', 'What turns out to be incomplete could not be taken back: name a file.');
  const recording = await loadShown(files, { choose: (known) => [sessionMeant(known, options.session).id], progress: 'shown' });
  try {
    const session = sessionMeant(recording.timeline, options.session);
    const plan = (part === 'reply' ? replyPlan : uploadPlan)(session, recording.timeline.rows.values());
    ensurePlausible(plan, options);
    const made = await make(plan, recording.bytes, options);
    const copies = await compareCopies(plan, recording.bytes);
    await writeResult(payloadText({ session, part, plan, copies, ...made }));
    process.exitCode = made.rebuilt.complete ? 0 : INCOMPLETE;
  } finally {
    await recording.close();
  }
}

/** A size is only what a peer says. */
function ensurePlausible({ total, holes }: PayloadPlan, options: PayloadCommandOptions): void {
  const zeros = holes.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  if (options.holes === 'refused' || total === undefined || zeros <= MAX_ZEROS) return;
  throw new ProxyError(
    'bad-option',
    `${zeros} of ${total} bytes are missing: that is too much to be filled with zeros. Leave --partial out.`,
  );
}

interface Made {
  readonly rebuilt: Rebuilt;
  /** Where it was written. */
  readonly output?: string;
}

async function make(plan: PayloadPlan, bytes: RecordedBytes, options: PayloadCommandOptions): Promise<Made> {
  const { output, holes, existing, files } = options;
  const progress = new ReadingProgress(process.stderr, output === undefined ? 'the file' : basename(output));
  const onRead = (read: number) => progress.show(read, Number(plan.total ?? 0n));
  const file = output === undefined || plan.total === undefined ? undefined : await NewFile.create(output, { existing, apart: files });
  try {
    const rebuilt = await rebuild(plan, bytes, { holes, onRead, ...(file && { write: (piece, at) => file.write(piece, at) }) });
    if (!file || !(rebuilt.complete || holes === 'zeros')) {
      await file?.discard();
      return { rebuilt };
    }
    await file.keep(Number(plan.total));
    return { rebuilt, output: file.path };
  } catch (error) {
    await file?.discard();
    throw error;
  } finally {
    progress.end();
  }
}
