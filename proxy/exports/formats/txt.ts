import { Redactor } from '../../core/capture/redactor.ts';
import { safeText } from '../../core/safe-text.ts';
import { isoTime } from '../../core/text/iso-time.ts';
import type { WireEvent } from '../../core/wire.ts';
import type { ExportFormat, ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { trimmedTraffic } from '../trimmed-traffic.ts';
import { messageLines } from './message-lines.ts';

/** A conversation as people read it, and as `ConversationTextReader` reads it back. */
export const txt: ExportFormat = {
  name: 'txt',
  extension: 'txt',
  mediaType: 'text/plain; charset=utf-8',
  title: 'Readable conversation, which can be opened again',
  write,
};

async function* write(source: ExportSource, { redact = false }: ExportOptions = {}): AsyncGenerator<string> {
  for (const line of headLines(source, redact)) yield `# ${line}\n`;
  const redactors = new Map<string, Redactor>();
  let start: number | undefined;
  for await (const event of trimmedTraffic(source)) {
    if (start === undefined) {
      start = Math.floor(event.at / 1000) * 1000;
      yield `=== start ${isoTime(start)}\n`;
    }
    yield* eventText(redact ? redacted(event, redactors) : event, start);
  }
}

function* headLines({ sessions, notes = [] }: ExportSource, redact: boolean): Iterable<string> {
  yield 'A conversation that bitstap has written: "bitstap open FILE" reads it back.';
  for (const { id, fileName, sessionId = 'without an id' } of sessions) yield safeText(`${id}: ${fileName}, ${sessionId}`);
  if (redact) yield 'Credentials were taken out.';
  for (const note of notes) yield safeText(note);
}

function redacted(event: WireEvent, redactors: Map<string, Redactor>): WireEvent {
  if (event.type === 'opened') redactors.set(event.connection, new Redactor());
  if (event.type === 'closed') redactors.delete(event.connection);
  if (event.type !== 'data' && event.type !== 'gap') return event;
  const redactor = redactors.get(event.connection);
  const from = event.from === 'client' ? 'client' : 'server';
  if (event.type === 'data') return { ...event, bytes: redactor?.redact(from, event.bytes).bytes ?? event.bytes };
  redactor?.miss(from, event.bytes);
  return event;
}

function* eventText(event: WireEvent, start: number): Iterable<string> {
  if (!('connection' in event)) return;
  yield `=== ${((event.at - start) / 1000).toFixed(6)} ${event.connection} ${whatText(event)}\n`;
  if (event.type === 'data') yield* messageLines(event.bytes);
}

function whatText(event: WireEvent): string {
  switch (event.type) {
    case 'opened':
      return `open ${word(event.client)}${event.server === undefined ? '' : ` ${word(event.server)}`}`;
    case 'routed':
      return `routed ${word(event.server)}`;
    case 'data':
      return event.from;
    case 'gap':
      return `gap ${event.from} ${event.bytes}`;
    case 'rewrite':
      return `rewrite ${safeText(event.what)}`;
    case 'ended':
      return `end ${event.by}`;
    case 'closed':
      return `close ${event.by} ${event.how}${event.reason === undefined ? '' : ` ${safeText(event.reason)}`}`;
    default:
      return event.type;
  }
}

/** An address, which may be a name that a client gave. */
function word(text: string): string {
  return safeText(text).replaceAll(' ', '_') || '?';
}
