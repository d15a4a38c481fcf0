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
const HOST_NAME = /^host[ \t]*:/i;
const PROXY_NAME = /^proxy-(?:connection|authorization)[ \t]*:/i;
const TARGET = /^(\S+ +)(\S+)/;

/** Changes only these lines of a head; every other byte, its order and its case stay as they came. */
export function rewriteHead(raw: Uint8Array, changes: HeadChanges): RewrittenHead {
  const { host, target, proxyHeaders } = changes;
  if (host === undefined && target === undefined && proxyHeaders === 'keep') return { raw, rewrites: [] };
  const rewrites: string[] = [];
  const lines = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('latin1').split('\n');
  if (target !== undefined) putTarget(lines, target, rewrites);
  if (host !== undefined) putHost(lines, host, rewrites);
  const kept = proxyHeaders === 'drop' ? withoutProxyHeaders(lines, rewrites) : lines;
  return rewrites.length > 0 ? { raw: Buffer.from(kept.join('\n'), 'latin1'), rewrites } : { raw, rewrites };
}

function putTarget(lines: string[], target: string, rewrites: string[]): void {
  const [line = ''] = lines;
  lines[0] = line.replace(TARGET, (_, method: string, absolute: string) => {
    rewrites.push(`request target: ${absolute} → ${target}`);
    return `${method}${target}`;
  });
}

function putHost(lines: string[], host: string, rewrites: string[]): void {
  const at = lines.findIndex((line, index) => index > 0 && HOST_NAME.test(line));
  const line = lines[at];
  if (line === undefined) return;
  const [first, end] = valueIn(line);
  const value = line.slice(first, end);
  if (value === host) return;
  rewrites.push(`Host: ${value} → ${host}`);
  lines[at] = `${line.slice(0, first)}${host}${line.slice(end)}`;
}

/** Where a header line's value begins and ends, the blanks around it left out. */
function valueIn(line: string): readonly [first: number, end: number] {
  let first = line.indexOf(':') + 1;
  let end = line.length;
  while (first < end && isBlank(line[first])) first += 1;
  while (end > first && isBlank(line[end - 1])) end -= 1;
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
