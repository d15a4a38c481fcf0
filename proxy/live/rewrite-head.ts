import { latin1 } from '../latin1.ts';

/** What a tap must change in a request head, and nothing else. */
export interface HeadChanges {
  /** The value that `Host` gets, where the request has one. */
  readonly host?: string;
  /** The request target in origin form, for one that came in absolute form [RFC 9112 §3.2.1]. */
  readonly target?: string;
  /** Headers for a proxy go no further than the proxy. */
  readonly proxyHeaders: 'keep' | 'drop';
}

export interface RewrittenHead {
  readonly raw: Uint8Array;
  /** In words, for the timeline; empty when nothing was changed. */
  readonly rewrites: readonly string[];
}

// No expression here looks further than a name: a hostile value must not make it try again and again.
const HOST_NAME = /\nhost[ \t]*:/i;
const PROXY_NAME = /^proxy-(?:connection|authorization)[ \t]*:/i;
const TARGET = /^(\S+ +)(\S+)/;

/**
 * Changes only these lines of a head; every other byte, its order and its case stay as they came. `head`: the text of `raw`, where it is known.
 */
export function rewriteHead(raw: Uint8Array, { host, target, proxyHeaders }: HeadChanges, head?: string): RewrittenHead {
  if (host === undefined && target === undefined && proxyHeaders === 'keep') return { raw, rewrites: [] };
  const rewrites: string[] = [];
  let text = head ?? latin1(raw);
  if (target !== undefined) text = withTarget(text, target, rewrites);
  if (host !== undefined) text = withHost(text, host, rewrites);
  if (proxyHeaders === 'drop') text = withoutProxyHeaders(text.split('\n'), rewrites).join('\n');
  return rewrites.length > 0 ? { raw: Buffer.from(text, 'latin1'), rewrites } : { raw, rewrites };
}

function withTarget(text: string, target: string, rewrites: string[]): string {
  return text.replace(TARGET, (_, method: string, absolute: string) => {
    rewrites.push(`request target: ${absolute} → ${target}`);
    return `${method}${target}`;
  });
}

function withHost(text: string, host: string, rewrites: string[]): string {
  const name = HOST_NAME.exec(text);
  if (!name) return text;
  const [first, end] = valueIn(text, name.index + name[0].length);
  const value = text.slice(first, end);
  if (value === host) return text;
  rewrites.push(hostWords(value, host));
  return `${text.slice(0, first)}${host}${text.slice(end)}`;
}

let latest = { value: '', host: '', words: '' };

/** The same words for the same change, so that a thousand requests keep one text and not a thousand. */
function hostWords(value: string, host: string): string {
  if (latest.value !== value || latest.host !== host) latest = { value, host, words: `Host: ${value} → ${host}` };
  return latest.words;
}

/** Where a header's value begins and ends, the blanks around it left out. */
function valueIn(text: string, behindColon: number): readonly [first: number, end: number] {
  let first = behindColon;
  let end = text.indexOf('\n', behindColon);
  while (first < end && isBlank(text[first])) first += 1;
  while (end > first && isBlank(text[end - 1])) end -= 1;
  return [first, end];
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r';
}

/** A folded line belongs to the one before it. */
function withoutProxyHeaders(lines: readonly string[], rewrites: string[]): string[] {
  let dropping = false;
  return lines.filter((line, index) => {
    const isFolded = line.startsWith(' ') || line.startsWith('\t');
    if (!isFolded) {
      dropping = index > 0 && PROXY_NAME.test(line);
      if (dropping) rewrites.push(`${line.slice(0, line.indexOf(':')).trim()}: removed`);
    }
    return !dropping;
  });
}
