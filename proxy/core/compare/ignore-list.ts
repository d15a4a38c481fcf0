/** What differences are told of. Names in lower case: of headers, or of what else may differ (`status`, `offset`, …). */
export interface IgnoreList {
  readonly names: ReadonlySet<string>;
  /** What was asked for, for the reader of a comparison. */
  readonly asked: readonly string[];
}

/** Names of hosts, times, credentials and what tells one request from another: they differ whatever is compared. */
const BY_DEFAULT: readonly string[] = [
  ...['Host', 'Date', 'Expires', 'Last-Modified', 'Age'],
  ...['Authorization', 'Proxy-Authorization', 'Authentication-Info', 'Proxy-Authentication-Info'],
  ...['WWW-Authenticate', 'Proxy-Authenticate', 'Cookie', 'Set-Cookie'],
  ...[
    'ETag',
    'Request-Id',
    'X-Request-Id',
    'X-Correlation-Id',
    'X-Trace-Id',
    'Traceparent',
    'X-MS-Request-Id',
    'X-Amzn-Trace-Id',
    'CF-Ray',
  ],
];

export const DEFAULT_IGNORED: IgnoreList = { names: new Set(BY_DEFAULT.map((name) => name.toLowerCase())), asked: [] };

/** What may differ beside headers. */
// biome-ignore format: as they are said
export const OTHER_DIFFERENCES = [
  'method', 'target', 'version', 'range', 'size', 'status', 'answer', 'offset', 'spelling', 'findings', 'outcome', 'packets',
] as const;

/** `Name` is ignored from now on too, `!Name` no longer, `none` forgets all that is ignored. */
export function withIgnored(list: IgnoreList, text: string): IgnoreList {
  const asked = [...list.asked, text];
  const name = text.trim().toLowerCase();
  if (name === 'none') return { names: new Set(), asked };
  if (!name.startsWith('!')) return { names: new Set([...list.names, name]), asked };
  return { names: new Set([...list.names].filter((known) => known !== name.slice(1))), asked };
}
