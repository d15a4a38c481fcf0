/** Where the lanes of the sequence stand, pixels from the left. */
export interface Lanes {
  readonly width: number;
  /** Right end of the numbers, left end of the times. */
  readonly number: number;
  readonly time: number;
  readonly axis: number;
  readonly tracks: number;
  readonly client: number;
  readonly tap: number;
  readonly server: number;
  /** Left end of what is said of answers. */
  readonly aside: number;
}

/** Columns of connections that are told apart; more stand on the last. */
export const MAX_COLUMNS = 5;
export const COLUMN = 8;

export function lanesFor(width: number, columns: number, times: 'long' | 'short'): Lanes {
  const isNarrow = width < 620;
  const number = isNarrow ? 28 : 34;
  const time = number + (isNarrow ? 8 : 12);
  const axis = time + (times === 'long' ? 84 : 62);
  const tracks = axis + 12;
  const client = tracks + Math.min(columns, MAX_COLUMNS) * COLUMN + 30;
  const server = Math.max(client + 160, width - (isNarrow ? 150 : 208));
  return { width, number, time, axis, tracks, client, tap: (client + server) / 2, server, aside: server + 14 };
}

/** As many characters as fit into so many pixels of small text, the last one an ellipsis. */
export function fitting(text: string, pixels: number): string {
  const room = Math.max(1, Math.floor(pixels / 7));
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
