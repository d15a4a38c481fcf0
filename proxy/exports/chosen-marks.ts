import type { Mark } from '../core/mark.ts';
import type { ExportSource } from './export-source.ts';

/** A mark on what is exported, and the connection on which that was said. */
export interface ChosenMark extends Mark {
  readonly connection?: string;
}

/** The marks on the sessions and rows of a source, in the order of what they are on. */
export function chosenMarks({ marks = [], sessions, rows }: Omit<ExportSource, 'bytes'>): readonly ChosenMark[] {
  if (marks.length === 0) return [];
  const lastConnections = new Map(sessions.map(({ id, lastConnection }) => [id, lastConnection]));
  const connections = new Map(rows.map(({ exchange }) => [exchange.id, exchange.connection]));
  return marks
    .flatMap((mark): ChosenMark[] => {
      const connection = mark.exchange === undefined ? lastConnections.get(mark.session ?? '') : connections.get(mark.exchange);
      return connection === undefined ? [] : [{ ...mark, connection }];
    })
    .sort((a, b) => a.place.at - b.place.at);
}
