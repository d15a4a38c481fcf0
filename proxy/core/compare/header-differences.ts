import { CONTENT_LENGTH, CONTENT_RANGE, RECEIVED_RANGE, RECEIVED_RANGE_SIC, REPLY_URL, SESSION_ID } from '../bits/headers.ts';
import type { Header } from '../http/message.ts';
import { type Difference, difference } from './difference.ts';
import type { IgnoreList } from './ignore-list.ts';

/** What the values of one side are freed of before they are compared: its session's id, its file's name. */
export type Neutral = (text: string) => string;

/** Ids differ anyway, and numbers are compared as numbers: of these headers only counts whether they are there. */
const PRESENCE: ReadonlySet<string> = new Set([SESSION_ID, CONTENT_LENGTH, CONTENT_RANGE, RECEIVED_RANGE, RECEIVED_RANGE_SIC].map(lower));
/** Their hosts are as good as `Host`. */
const URLS: ReadonlySet<string> = new Set([REPLY_URL, 'Location'].map(lower));

interface Side {
  readonly headers: readonly Header[];
  readonly neutral: Neutral;
}

interface Line {
  readonly name: string;
  readonly value: string;
}

export function headerDifferences(of: Difference['of'], a: Side, b: Side, { names }: IgnoreList): Difference[] {
  const [one, other] = [linesOf(a), linesOf(b)];
  const all = new Set([...one.keys(), ...other.keys()]);
  return [...all].filter((key) => !names.has(key)).flatMap((key) => ofOneHeader(of, one.get(key), other.get(key), names));
}

function ofOneHeader(of: Difference['of'], a: Line | undefined, b: Line | undefined, ignored: ReadonlySet<string>): Difference[] {
  const name = a?.name ?? b?.name ?? '';
  const spelling = a && b && !ignored.has('spelling') ? difference({ what: 'spelling', of, name }, a.name, b.name) : [];
  return [...difference({ what: 'header', of, name }, a?.value, b?.value), ...spelling];
}

/** Several lines of one name are one; their order counts. */
function linesOf({ headers, neutral }: Side): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  for (const [name, text] of headers) {
    const key = lower(name);
    const value = PRESENCE.has(key) ? '…' : neutral(URLS.has(key) ? withoutOrigin(text) : text);
    const known = lines.get(key);
    lines.set(key, known ? { name: known.name, value: `${known.value}, ${value}` } : { name, value });
  }
  return lines;
}

function withoutOrigin(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:[\\/]{2}[^\\/?#]*/i, '');
}

function lower(name: string): string {
  return name.toLowerCase();
}
