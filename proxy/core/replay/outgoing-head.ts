import { HOST } from '../bits/headers.ts';
import type { Header, RequestHead } from '../http/message.ts';
import { isCredentialHeader, withoutQueryCredentials } from './credentials.ts';
import { bareName, type HeaderLine, readRawHead, writeRawHead } from './header-line.ts';

/** What a recorded head must say in another place and time. */
export interface HeadChanges {
  /** In origin form, for the new server. */
  readonly target: string;
  readonly host: string;
  /** Puts new session ids into a text. */
  readonly ids: (text: string) => string;
  /** Values in place of recorded ones, or beside them where there were none. */
  readonly set?: readonly Header[];
  /** Lines that go: names in lower case. */
  readonly drop?: ReadonlySet<string>;
  /** Sent in place of recorded ones of that name: credentials, mostly. */
  readonly given: readonly Header[];
}

export interface OutgoingHead {
  readonly text: string;
  /** Names of recorded headers and parameters that were credentials, and were left out. */
  readonly leftOut: readonly string[];
}

/** A recorded head for the new server: names, their case and their order stay as they were sent, and so does what is wrong with it. */
export function outgoingHead(raw: string, changes: HeadChanges): OutgoingHead {
  const head = readRawHead(raw);
  const leftOut: string[] = [];
  const { target, names } = withoutQueryCredentials(changes.target);
  leftOut.push(...names);
  const lines = changedLines(head.lines, changes, leftOut);
  return { text: writeRawHead({ ...head, target, lines, end: head.end === '' ? '\r\n' : head.end }), leftOut };
}

function changedLines(lines: readonly HeaderLine[], { host, ids, set = [], drop, given }: HeadChanges, leftOut: string[]): HeaderLine[] {
  const values = new Map([...set, ...given].map((field) => [bareName(field[0]), field] as const));
  const written = new Set<string>();
  const changed: HeaderLine[] = [];
  for (const line of lines) {
    const name = bareName(line.name);
    const field = values.get(name);
    if (field) {
      if (!written.has(name)) changed.push({ ...line, value: field[1] });
      written.add(name);
    } else if (isCredentialHeader(name)) leftOut.push(line.name);
    else if (name === bareName(HOST)) changed.push({ ...line, value: host });
    else if (!drop?.has(name)) changed.push({ ...line, value: ids(line.value) });
  }
  const end = lines[0]?.after.endsWith('\r\n') === false ? '\n' : '\r\n';
  for (const [name, field] of values) if (!written.has(name)) changed.push(newLine(field, end));
  return changed;
}

function newLine([name, value]: Header, end: string): HeaderLine {
  return { name, before: `${name}: `, value, after: end };
}

/** A head as text where its bytes are not kept: as it was read, with usual blanks and line ends. */
export function headText({ method, target, version, headers }: RequestHead): string {
  return [`${method} ${target} HTTP/${version}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}
