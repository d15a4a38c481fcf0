import type { Row } from './kept-row.ts';
import type { Page } from './page.ts';
import { RowShelf } from './row-shelf.ts';

/** The rows of one session, the oldest first. */
export interface Bucket {
  rows: Row[];
  changed: number;
  /** Rows that are no longer kept; the first event of the latest of them, and the highest number among their exchanges. */
  dropped: number;
  droppedBorn: number;
  droppedOrdinal: number;
  /** A row vanished from the middle or came back: who has not seen this event needs all rows anew. */
  rebuilt: number;
  /** The highest number among the exchanges that ever came. */
  newestOrdinal: number;
  readonly shelf: RowShelf;
}

/** `onfull`: a page of its rows is full. */
export function emptyBucket(onfull: (page: Page) => void): Bucket {
  const rows = { rows: [], dropped: 0, shelf: new RowShelf(onfull) };
  return { ...rows, changed: 0, droppedBorn: 0, droppedOrdinal: -1, rebuilt: 0, newestOrdinal: -1 };
}
