import type { Direction } from '../recorded-bytes.ts';
import type { CloseKind } from '../wire.ts';
import type { CaptureContext } from './dialogue.ts';
import type { Frame } from './frame.ts';
import { type Note, parseNote } from './note.ts';
import { type MessageKind, Opening } from './opening.ts';
import type { Side } from './side.ts';
import type { WaitingPiece } from './waiting.ts';

/** What our recordings say where a connection begins in a file. */
export type Beginning = Extract<Note, { readonly kind: 'opened' | 'continues' }>;

const MESSAGES: Readonly<Record<Direction, readonly MessageKind[]>> = { client: ['request'], server: ['response'] };

export function notesOn({ comments }: Frame): readonly Note[] {
  return comments?.flatMap((comment) => parseNote(comment) ?? []) ?? NONE;
}

const NONE: readonly Note[] = [];

export function beginningOn(frame: Frame): Beginning | undefined {
  return notesOn(frame).find((note) => note.kind === 'opened' || note.kind === 'continues');
}

/**
 * What two ends say to each other in a recording of ours: the events that were recorded, whatever was spoken. Where the file
 * begins in the middle of the connection, what is said is told from the first request on.
 */
export class RecordedDialogue {
  readonly #context: CaptureContext;
  readonly #beginning: Beginning;
  readonly #client: Side;
  readonly #connection: string;
  readonly #told: Record<Direction, boolean>;
  /** What the packet carries that is being read was said by the tap. */
  #answered = false;

  /** `client`: which side that is. */
  constructor(context: CaptureContext, beginning: Beginning, client: Side, at: number) {
    const { counts, nextConnection, take } = context;
    counts.http += 1;
    this.#context = context;
    this.#beginning = beginning;
    this.#client = client;
    this.#connection = nextConnection?.() ?? `c${counts.http}`;
    const isWhole = beginning.kind === 'opened' || beginning.said.client === 0;
    this.#told = { client: isWhole, server: isWhole };
    const opened = beginning.kind === 'opened' ? at : Math.min(beginning.opened, at);
    const { client: name, server } = beginning;
    take({ type: 'opened', at: opened, connection: this.#connection, client: name, ...(server !== undefined && { server }) });
  }

  get ends(): string {
    const { client, server } = this.#beginning;
    return server === undefined ? `${client} and its servers` : `${client} and ${server}`;
  }

  /** Whether a file goes on here with this connection. */
  isContinuedBy({ kind, connection }: Beginning): boolean {
    return kind === 'continues' && connection === this.#beginning.connection;
  }

  /** What stands on the packet that comes now. */
  notes(notes: readonly Note[], at: number): void {
    this.#answered = notes.some(({ kind }) => kind === 'answered');
    for (const note of notes) this.#note(note, at);
  }

  data({ side, bytes, at, frame, place }: WaitingPiece): void {
    const by = this.#role(side);
    if (!this.#isTold(by, bytes)) this.#context.counts.bytesBeforeFirst += bytes.length;
    else {
      const from = by === 'server' && this.#answered ? 'proxy' : by;
      this.#context.take({ type: 'data', at, connection: this.#connection, from, bytes, frame, place });
    }
  }

  gap(side: Side, missing: number, at: number): void {
    const { counts, take } = this.#context;
    const from = this.#role(side);
    if (this.#told[from]) {
      counts.lostBytes += missing;
      take({ type: 'gap', at, connection: this.#connection, from, bytes: missing });
    } else counts.bytesBeforeFirst += missing;
  }

  ended(side: Side, at: number): void {
    this.#context.take({ type: 'ended', at, connection: this.#connection, by: this.#role(side) });
  }

  /** As its packets say, where no note does. */
  closed(by: Side | undefined, how: CloseKind, at: number, reason?: string): void {
    const who = by === undefined ? 'proxy' : this.#role(by);
    this.#context.take({ type: 'closed', at, connection: this.#connection, by: who, how, ...(reason !== undefined && { reason }) });
  }

  finish(): void {}

  #note(note: Note, at: number): void {
    const { take } = this.#context;
    const connection = this.#connection;
    switch (note.kind) {
      case 'routed':
        return take({ type: 'routed', at, connection, server: note.server });
      case 'rewrite':
        return this.#told.client ? take({ type: 'rewrite', at, connection, what: note.what }) : undefined;
      case 'fault':
        return take({ type: 'fault', at, code: note.code, message: note.message, connection });
      case 'mark':
        return this.#context.onMark?.(note.change);
      case 'closed': {
        const { by, how, reason } = note;
        return take({ type: 'closed', at, connection, by, how, ...(reason !== undefined && { reason }) });
      }
      default:
        return;
    }
  }

  /** An answer whose request was not told would be a riddle. */
  #isTold(by: Direction, bytes: Uint8Array): boolean {
    if (this.#told[by]) return true;
    if (by === 'server' && !this.#told.client) return false;
    const found = new Opening(MESSAGES[by]).look(bytes);
    this.#told[by] = found === 'request' || found === 'response';
    return this.#told[by];
  }

  #role(side: Side): Direction {
    return side === this.#client ? 'client' : 'server';
  }
}
