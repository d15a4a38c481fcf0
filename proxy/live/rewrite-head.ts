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

const HOST_LINE = /^(host[ \t]*:[ \t]*)([^\r\n]*?)([ \t]*\r?\n)/im;
const PROXY_LINES = /^proxy-(?:connection|authorization)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*/gim;

/** Changes only these lines of a head; every other byte, its order and its case stay as they came. */
export function rewriteHead(raw: Uint8Array, { host, target, proxyHeaders }: HeadChanges): RewrittenHead {
  const rewrites: string[] = [];
  let text = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('latin1');
  if (target !== undefined) text = withTarget(text, target, rewrites);
  if (host !== undefined) text = withHost(text, host, rewrites);
  if (proxyHeaders === 'drop') text = withoutProxyHeaders(text, rewrites);
  return rewrites.length > 0 ? { raw: Buffer.from(text, 'latin1'), rewrites } : { raw, rewrites };
}

function withTarget(text: string, target: string, rewrites: string[]): string {
  const end = text.indexOf('\n');
  const line = text.slice(0, end).replace(/^(\S+ +)(\S+)/, (_, method: string, absolute: string) => {
    rewrites.push(`request target: ${absolute} → ${target}`);
    return `${method}${target}`;
  });
  return line + text.slice(end);
}

function withHost(text: string, host: string, rewrites: string[]): string {
  return text.replace(HOST_LINE, (line, name: string, value: string, end: string) => {
    if (value === host) return line;
    rewrites.push(`Host: ${value} → ${host}`);
    return `${name}${host}${end}`;
  });
}

function withoutProxyHeaders(text: string, rewrites: string[]): string {
  return text.replace(PROXY_LINES, (lines) => {
    rewrites.push(`${lines.slice(0, lines.indexOf(':')).trim()}: removed`);
    return '';
  });
}
