import { type FilePiece, piecesOf } from '../captures/read-capture.ts';
import { CaptureReader } from '../core/capture/capture-reader.ts';
import type { MarkChange } from '../core/mark.ts';
import type { WireEvent } from '../core/wire.ts';

/** What was said in a piece of a file, and how far that is. The bytes are copies. */
export interface WireBatch {
  readonly events: readonly WireEvent[];
  /** What is marked in it. */
  readonly marks: readonly MarkChange[];
  readonly file: string;
  readonly piece: Pick<FilePiece, 'read' | 'total'>;
}

/**
 * Captures as they happened, piece by piece, for who takes his time. Connections have the names that they have wherever the
 * same captures are read in the same order.
 */
export async function* wireBatches(files: readonly string[]): AsyncGenerator<WireBatch> {
  let connections = 0;
  let events: WireEvent[] = [];
  let marks: MarkChange[] = [];
  const nextConnection = () => {
    connections += 1;
    return `c${connections}`;
  };
  const take = (event: WireEvent) => events.push(event.type === 'data' ? { ...event, bytes: event.bytes.slice() } : event);
  for (const file of files) {
    const reader = new CaptureReader(take, { nextConnection, onMark: (change) => marks.push(change) });
    let piece: WireBatch['piece'] = { read: 0, total: undefined };
    for await (const { bytes, ...progress } of piecesOf(file)) {
      reader.feed(bytes);
      piece = progress;
      yield { events, marks, file, piece };
      events = [];
      marks = [];
      if (reader.stopped) break;
    }
    reader.end();
    yield { events, marks, file, piece };
    events = [];
    marks = [];
  }
}
