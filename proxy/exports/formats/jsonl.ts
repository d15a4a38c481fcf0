import { stringify } from '../../core/json.ts';
import type { Connection, SessionView, TimelineFact, TimelineRow } from '../../core/timeline.ts';
import type { ExportFormat, ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { redactedRow } from '../redacted-rows.ts';

/** The lines of `--events`, each thing in its latest state and once; numbered anew. */
export const jsonl: ExportFormat = {
  name: 'jsonl',
  extension: 'jsonl',
  mediaType: 'application/x-ndjson',
  title: 'JSON lines, as --events writes them, for scripts; without bodies',
  write,
};

async function* write(source: ExportSource, { redact = false }: ExportOptions = {}): AsyncGenerator<string> {
  let seq = 0;
  for (const { at, fact } of factsOf(source, redact ? redactedRow : (row) => row)) {
    seq += 1;
    yield `${stringify({ ...fact, seq, at })}\n`;
  }
}

interface TimedFact {
  readonly at: number;
  readonly fact: TimelineFact;
}

/** What is about others comes behind them, as in a timeline: a row behind its connection, a session behind its last row. */
function* factsOf({ rows, connections, sessions }: ExportSource, shown: (row: TimelineRow) => TimelineRow): Iterable<TimedFact> {
  const told = new Set<string>();
  const views = new Map(sessions.map((session) => [session.id, session]));
  const last = new Map(rows.map((row) => [row.exchange.session, row]));
  for (const row of rows) {
    const { connection: id, session = '' } = row.exchange;
    const connection = told.has(id) ? undefined : connections.get(id);
    told.add(id);
    if (connection) yield connectionFact(connection);
    yield* rowFacts(shown(row));
    const view = last.get(session) === row ? views.get(session) : undefined;
    views.delete(view ? session : '');
    if (view) yield sessionFact(view);
  }
  for (const view of views.values()) yield sessionFact(view);
}

function connectionFact(connection: Connection): TimedFact {
  return { at: connection.closedAt ?? connection.openedAt, fact: { type: 'connection', connection } };
}

function sessionFact(session: SessionView): TimedFact {
  return { at: session.lastAt, fact: { type: 'session', session } };
}

function* rowFacts({ exchange, request, answer, findings }: TimelineRow): Iterable<TimedFact> {
  const latest = exchange.response ?? exchange.request;
  yield { at: latest?.endedAt ?? latest?.headAt ?? 0, fact: { type: 'exchange', exchange } };
  if (request) yield { at: request.at, fact: { type: 'packet', packet: request } };
  if (answer) yield { at: answer.at, fact: { type: 'packet', packet: answer } };
  for (const finding of findings) yield { at: finding.at, fact: { type: 'finding', finding } };
}
