import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SharedRemains } from '../../core/share/shared-copy.ts';
import { chosenMarks } from '../chosen-marks.ts';
import type { ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { coveredRow } from './covered-row.ts';
import { Remains } from './remains.ts';

/** Rows between which traffic may go on. */
const ROWS_AT_ONCE = 50;

/** What would be in a shared copy of this, and what would be taken out. Bodies count as they were sent: not all may be recorded. */
export async function sharedRemains(
  source: Omit<ExportSource, 'bytes'>,
  { redact = true, bodies = 'none' }: ExportOptions = {},
): Promise<SharedRemains> {
  const { sessions, rows, connections } = source;
  const remains = new Remains({ bodies, redact });
  remains.takeMarks(chosenMarks(source).length);
  for (const session of sessions) remains.takeSession(session);
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await nextTurn();
    remains.takeRow(redact ? coveredRow(row, remains.note).row : row, connections.get(row.exchange.connection));
  }
  return remains.summary;
}
