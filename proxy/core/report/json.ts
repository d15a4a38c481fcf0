import type { CheckReport, FileRecord, FindingRecord, SessionRecord } from './check-report.ts';
import { jsonText } from './json-text.ts';

/** Of this form. Names are only ever added; what is removed or means something else gives a new number. */
const VERSION = 1;

/** One object, a line for each file, session and finding. The README documents it. */
export function* jsonReport({ tool, settings, files, sessions, findings, summary, gone }: CheckReport): Iterable<string> {
  yield `{"version":${VERSION},"tool":${jsonText(`bitstap ${tool}`)},"settings":${jsonText(settings)},\n`;
  yield* list('files', files, fileJson);
  yield* list('sessions', sessions, sessionJson);
  yield* list('findings', findings, findingJson);
  yield `"summary":${jsonText({ ...summary, ...(gone && { gone }) })}}\n`;
}

function* list<T>(name: string, items: readonly T[], write: (item: T) => unknown): Iterable<string> {
  yield `"${name}":[`;
  for (const [index, item] of items.entries()) yield `${index === 0 ? '' : ','}\n${jsonText(write(item))}`;
  yield items.length === 0 ? '],\n' : '\n],\n';
}

function fileJson({ file, capture, sessions, problems, complete }: FileRecord) {
  const { format, bytes, frames, connections, http, tls, other, lostBytes } = capture ?? {};
  return { file, complete, format, bytes, frames, connections, http, tls, other, lostBytes, sessions, problems };
}

function sessionJson({ judged: _judged, ...session }: SessionRecord) {
  return session;
}

/** In the order that people read it. */
function findingJson({ file, rule, severity, confidence, blames, session, exchange, at, message, evidence, ...rest }: FindingRecord) {
  return { rule, severity, confidence, blames, file, session, exchange, at, message, evidence, ...rest };
}
