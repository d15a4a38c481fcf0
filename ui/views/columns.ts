import type { ColumnId } from '../state/session-order.ts';

/** A column of the table of sessions. */
export interface Column {
  readonly id: ColumnId;
  readonly name: string;
  readonly title: string;
  /** Pixels that it needs, and its share of those that are left. */
  readonly min: number;
  readonly grows: number;
  /** Numbers stand at the right. */
  readonly align?: 'right';
}

export const COLUMNS: readonly Column[] = [
  { id: 'state', name: 'State', title: 'How the upload stands', min: 138, grows: 0 },
  { id: 'file', name: 'File', title: 'Name of the uploaded file', min: 120, grows: 3 },
  { id: 'client', name: 'Client', title: 'Address of the client', min: 88, grows: 0.6 },
  { id: 'agent', name: 'Software', title: 'What the client calls itself; its BITS version', min: 76, grows: 0.6 },
  { id: 'server', name: 'Server', title: 'Where the upload goes', min: 92, grows: 2 },
  {
    id: 'coverage',
    name: 'Coverage',
    title: 'Which bytes of the file were acknowledged, sent, sent twice, or are missing',
    min: 80,
    grows: 1.4,
  },
  { id: 'percent', name: '%', title: 'Share of the file that the server has acknowledged', min: 46, grows: 0, align: 'right' },
  { id: 'size', name: 'Size', title: 'Size of the file', min: 68, grows: 0, align: 'right' },
  { id: 'rate', name: 'Rate', title: 'Bytes sent over the time of the session', min: 78, grows: 0, align: 'right' },
  { id: 'duration', name: 'Took', title: 'From its first packet to its latest', min: 66, grows: 0, align: 'right' },
  { id: 'started', name: 'Began', title: 'When its first packet was seen', min: 92, grows: 0, align: 'right' },
  { id: 'findings', name: 'Found', title: 'Findings: how many, and the worst of them', min: 110, grows: 5 },
  { id: 'verdict', name: 'Verdict', title: 'What happened, who stopped it, what to do', min: 140, grows: 5 },
];

const GAP = 12;
const MARGIN = 24;

/** As `grid-template-columns`. */
export function templateOf(columns: readonly Column[], widthOf: (id: ColumnId) => number | undefined): string {
  return columns
    .map(({ id, min, grows }) => {
      const width = widthOf(id);
      if (width !== undefined) return `minmax(${min}px, ${width}px)`;
      return grows === 0 ? `${min}px` : `minmax(${min}px, ${grows}fr)`;
    })
    .join(' ');
}

/** Pixels that all of them need. */
export function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { min }) => sum + min + GAP, MARGIN - GAP);
}

/** Those that fit: who has little room sees the first of them, and the rest in the list's other form. */
export function fitting(columns: readonly Column[], room: number): readonly Column[] {
  let shown = columns;
  for (const id of GIVEN_UP_FIRST) {
    if (leastWidth(shown) <= room) break;
    shown = shown.filter((column) => column.id !== id);
  }
  return shown;
}

/** What says least beside the others. */
const GIVEN_UP_FIRST: readonly ColumnId[] = ['size', 'agent', 'rate', 'verdict', 'client', 'server', 'duration', 'coverage', 'started'];
