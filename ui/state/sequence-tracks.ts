import type { Connection } from '../../proxy/core/timeline.ts';

/** A connection beside the lanes, for as long as it was open; pixels. */
export interface Track {
  readonly connection: Connection;
  /** Which connection of the session, from 0: its colour. */
  readonly index: number;
  /** Which column, from 0: connections that are open at once stand side by side. */
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

export function layTracks(connections: readonly Connection[], yOf: (at: number) => number, height: number): Track[] {
  const columns: number[] = [];
  const inOrder = [...connections].sort((a, b) => a.openedAt - b.openedAt);
  return inOrder.map((connection, index) => {
    const { openedAt, closedAt } = connection;
    const free = columns.findIndex((until) => until <= openedAt);
    const column = free < 0 ? columns.length : free;
    columns[column] = closedAt ?? Number.POSITIVE_INFINITY;
    return { connection, index, column, top: yOf(openedAt), bottom: closedAt === undefined ? height : yOf(closedAt) };
  });
}
