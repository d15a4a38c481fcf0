import type { WireEvent } from '../core/wire.ts';

/** Which file each connection was read from: files are read one after the other, and number their connections on. */
export class ConnectionFiles {
  /** The first number of each file. */
  readonly #firsts: { readonly file: string; readonly first: number }[] = [];

  take(event: WireEvent, file: string): void {
    if (event.type !== 'opened' || this.#firsts.at(-1)?.file === file) return;
    this.#firsts.push({ file, first: numberOf(event.connection) });
  }

  of(connection: string): string | undefined {
    const number = numberOf(connection);
    return this.#firsts.findLast(({ first }) => first <= number)?.file;
  }
}

function numberOf(connection: string): number {
  return Number(connection.slice(1));
}
