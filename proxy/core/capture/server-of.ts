const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', ws: '80', wss: '443' };

/** The `host:port` that a request goes to: that of its URL, or of its Host header where it has only a path. */
export function serverOf(url: string, host?: string): string | undefined {
  const [, scheme = '', authority] = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url) ?? [];
  const named = authority || host?.trim() || (/^[^/?#\s]+:\d+$/.test(url) ? url : '');
  if (named === '') return undefined;
  return /:\d+$/.test(named) ? named : `${named}:${DEFAULT_PORTS[scheme.toLowerCase()] ?? '80'}`;
}

/** What stands in the request line for a URL: its path and query. */
export function originForm(url: string): string {
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return rest.startsWith('/') || rest === '*' ? rest : `/${rest}`;
}
