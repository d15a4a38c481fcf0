import { basename } from 'node:path';
import { MARKS_ENDING, STANDARD_INPUT } from '../captures/find-captures.ts';
import type { MarkChange, MarkKeeping } from '../core/mark.ts';
import { appendMarks, readMarkFile } from './mark-file.ts';

/** Marks on opened captures, each in the file beside the capture that it is about. What can't be written stays in memory, and is tried again. */
export class MarksBesideFiles {
  /** What was in the files. */
  readonly changes: readonly MarkChange[];
  /** What could not be read of them. */
  readonly problems: readonly string[];
  readonly #files: readonly string[];
  readonly #fileOf: (connection: string) => string | undefined;
  readonly #waiting = new Map<string, MarkChange[]>();
  #problem: string | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    files: readonly string[],
    read: Pick<MarksBesideFiles, 'changes' | 'problems'>,
    fileOf: (connection: string) => string | undefined,
  ) {
    this.#files = files;
    this.changes = read.changes;
    this.problems = read.problems;
    this.#fileOf = fileOf;
  }

  /** `fileOf`: the capture that a connection was read from. Never rejects. */
  static async read(
    files: readonly string[],
    fileOf: (connection: string) => string | undefined = () => undefined,
  ): Promise<MarksBesideFiles> {
    const named = files.filter((file) => file !== STANDARD_INPUT);
    const read = await Promise.all(named.map(readMarkFile));
    const changes = read.flatMap((one) => one.changes);
    return new MarksBesideFiles(named, { changes, problems: read.flatMap(({ problem }) => problem ?? []) }, fileOf);
  }

  get keeping(): MarkKeeping {
    const [first] = this.#files;
    if (first === undefined) return { kind: 'memory', problem: 'Standard input has no file beside which marks could be kept.' };
    if (this.#problem !== undefined) return { kind: 'memory', problem: this.#problem };
    const others = this.#files.length > 1 ? ', and beside the other files' : '';
    return { kind: 'file', file: `${basename(first)}${MARKS_ENDING}${others}` };
  }

  /** Resolves when it is on the disk, or can't be for now: see `keeping`. */
  keep(change: MarkChange, connection: string | undefined): Promise<void> {
    const file = (connection === undefined ? undefined : this.#fileOf(connection)) ?? this.#files[0];
    if (file === undefined || file === STANDARD_INPUT) return Promise.resolve();
    this.#waiting.set(file, [...(this.#waiting.get(file) ?? []), change]);
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    let problem: string | undefined;
    for (const [file, changes] of this.#waiting) {
      try {
        await appendMarks(file, changes);
        const left = this.#waiting.get(file)?.slice(changes.length) ?? [];
        if (left.length > 0) this.#waiting.set(file, left);
        else this.#waiting.delete(file);
      } catch (error) {
        problem = `${basename(file)}${MARKS_ENDING} can't be written (${error instanceof Error ? error.message : String(error)}).`;
      }
    }
    this.#problem = problem;
  }
}
