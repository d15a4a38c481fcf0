import { coverHead } from '../../core/share/cover-head.ts';
import { coverUrlSecrets, type NoteSecret } from '../../core/share/url-secrets.ts';
import type { TimelineRow } from '../../core/timeline.ts';
import { redactedRow, redactedText } from '../redacted-rows.ts';

/** A row as strangers may see it, and how every other text about it becomes so. */
export interface CoveredRow {
  readonly row: TimelineRow;
  readonly cover: (text: string) => string;
}

/** A shorter secret would be found in places where it is none. */
const MIN_SOUGHT = 6;
/** A name, and where its value may begin. */
const HEADER_NAME = /(?:^|\n)([^\s:]{1,256})[ \t]*:[^\n]*$/;

/**
 * A row without credentials: in its heads, and where packets and findings quote them. `note` is told of each by its header
 * or its parameter.
 */
export function coveredRow(row: TimelineRow, note: (name: string) => void): CoveredRow {
  const secrets = new Set<string>();
  const seen: NoteSecret = (name, secret) => {
    note(name);
    if (secret.length >= MIN_SOUGHT) secrets.add(secret);
  };
  const redacted = redactedRow(row, (text) => coverHead(withoutCredentials(text, seen), seen));
  return { row: redacted, cover: (text) => coverUrlSecrets(withoutSecrets(text, secrets)) };
}

function withoutCredentials(text: string, seen: NoteSecret): string {
  const redacted = redactedText(text);
  if (redacted === text) return text;
  for (const [start, end] of changedRuns(text, redacted)) seen(headerAt(text, start), text.slice(start, end));
  return redacted;
}

/** Where two texts of one length differ. */
function* changedRuns(before: string, after: string): Iterable<readonly [start: number, end: number]> {
  let start = -1;
  for (let at = 0; at <= before.length; at += 1) {
    const isChanged = at < before.length && before.charCodeAt(at) !== after.charCodeAt(at);
    if (isChanged && start < 0) start = at;
    if (isChanged || start < 0) continue;
    yield [start, at];
    start = -1;
  }
}

/** The header in whose line a place is. */
function headerAt(text: string, place: number): string {
  const line = text.lastIndexOf('\n', place) + 1;
  const [, name = 'a credential'] = HEADER_NAME.exec(text.slice(line, place)) ?? [];
  return name;
}

function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  let covered = text;
  for (const secret of secrets) if (covered.includes(secret)) covered = covered.replaceAll(secret, '*'.repeat(secret.length));
  return covered;
}
