import { formatHresult } from '../../core/bits/hresult.ts';
import { answerLine, requestLine } from '../../core/packet-text/packet-line.ts';
import { safeText } from '../../core/safe-text.ts';
import { isoTime } from '../../core/text/iso-time.ts';
import type { Connection, SessionView, TimelineRow } from '../../core/timeline.ts';
import type { ExportFormat } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';

/**
 * A row for each packet [RFC 4180]: CRLF, UTF-8, no mark in front. A text that a spreadsheet would take for a formula has an
 * apostrophe in front, and what is unseen in it is made visible; numbers are as they are.
 */
export const csv: ExportFormat = {
  name: 'csv',
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  title: 'Table with a row for each packet, for spreadsheets',
  write,
};

interface Seen {
  readonly row: TimelineRow;
  readonly session: SessionView | undefined;
  readonly connection: Connection | undefined;
}

type Cell = string | number | bigint | undefined;

/** In the order of the table. */
const COLUMNS: readonly (readonly [name: string, cell: (seen: Seen) => Cell])[] = [
  ['time', ({ row }) => timeOf(row)],
  ['exchange', ({ row }) => row.exchange.id],
  ['connection', ({ row }) => row.exchange.connection],
  ['client', ({ connection }) => connection?.client],
  ['server', ({ session, connection }) => session?.server ?? connection?.server],
  ['session', ({ row }) => row.exchange.session],
  ['session_id', ({ session }) => session?.sessionId],
  ['file', ({ session }) => session?.fileName],
  ['kind', ({ row }) => row.exchange.kind],
  ['packet', ({ row }) => row.request?.type],
  ['request', ({ row }) => requestLine(row)],
  ['method', ({ row }) => row.exchange.request?.head.method],
  ['target', ({ row }) => row.exchange.request?.head.target],
  ['range_first', ({ row }) => rangeOf(row)?.first],
  ['range_last', ({ row }) => rangeOf(row)?.last],
  ['range_total', ({ row }) => rangeOf(row)?.total],
  ['request_body_bytes', ({ row }) => row.exchange.request?.bodyLength],
  ['outcome', ({ row }) => row.exchange.outcome],
  ['answer', ({ row }) => answerLine(row)],
  ['status', ({ row }) => row.exchange.response?.head.status],
  ['hresult', ({ row }) => hresultOf(row)],
  ['next_offset', ({ row }) => (row.answer?.type === 'fragment-ack' ? row.answer.nextOffset : undefined)],
  ['response_body_bytes', ({ row }) => row.exchange.response?.bodyLength],
  ['latency_ms', ({ row }) => latencyOf(row)],
  ['errors', ({ row }) => countOf(row, 'error')],
  ['warnings', ({ row }) => countOf(row, 'warning')],
  ['notes', ({ row }) => countOf(row, 'note')],
  ['findings', ({ row }) => row.findings.map(({ rule }) => rule).join(' ')],
];

async function* write({ rows, sessions, connections }: ExportSource): AsyncGenerator<string> {
  const views = new Map(sessions.map((session) => [session.id, session]));
  yield line(COLUMNS.map(([name]) => name));
  for (const row of rows) {
    const { session = '', connection } = row.exchange;
    const seen = { row, session: views.get(session), connection: connections.get(connection) };
    yield line(COLUMNS.map(([, cell]) => cell(seen)));
  }
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** What spreadsheets take for the beginning of a formula; tabs and line ends are none any more. */
const FORMULA = /^[=+\-@＝＋－＠]/;

function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return cell.toString();
  const seen = safeText(cell);
  // White space in front hides a formula from us, and not from every spreadsheet.
  const text = FORMULA.test(seen.trimStart()) ? `'${seen}` : seen;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function timeOf({ exchange: { request, response } }: TimelineRow): string | undefined {
  const at = request?.startedAt ?? response?.startedAt;
  return at === undefined ? undefined : isoTime(at);
}

function rangeOf({ request }: TimelineRow) {
  return request?.type === 'fragment' ? request.range : undefined;
}

function hresultOf({ answer }: TimelineRow): string | undefined {
  const code = answer && 'error' in answer ? answer.error?.code : undefined;
  return code === undefined ? undefined : formatHresult(code);
}

/** Milliseconds, to the microsecond. */
function latencyOf({ answer }: TimelineRow): number | undefined {
  return answer && 'latencyMs' in answer ? Math.round(answer.latencyMs * 1000) / 1000 : undefined;
}

function countOf({ findings }: TimelineRow, severity: string): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
