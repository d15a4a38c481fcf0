import { isIP } from 'node:net';

export interface BoundTo {
  /** As it was asked for: a name, an address, or one of the addresses that mean all. */
  readonly host: string;
  /** What came of it. */
  readonly address: string;
  readonly port: number;
}

/** Whether a `Host` value names this dashboard. */
export type HostCheck = (host: string | undefined) => boolean;

const SHAPE = /^(?<name>\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(?::(?<port>\d{1,5}))?$/;
const ALWAYS = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Which names the dashboard answers to. A page of a stranger can point its own name at our address (DNS rebinding) and
 * is then of one origin with us; it can't make the browser send another name. `extra` has `name` or `name:port`.
 */
export function hostCheck({ host, address, port }: BoundTo, extra: readonly string[] = []): HostCheck {
  const here = [...ALWAYS, bracketed(host), bracketed(address)].map((name) => `${name}:${port}`);
  const added = extra.map((entry) => withPort(entry.toLowerCase(), port));
  const allowed = new Set([...here, ...added]);
  return (value) => {
    const asked = withPort(value?.toLowerCase() ?? '', 80);
    return allowed.has(asked) || (isEverywhere(host) && isAddressAt(asked, port));
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** An address as it stands in a URL. */
export function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host.toLowerCase();
}

/** Bound to every address of the machine. */
export function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function withPort(host: string, otherwise: number): string {
  const { name, port } = SHAPE.exec(host)?.groups ?? {};
  return name === undefined ? '' : `${name}:${Number(port ?? otherwise)}`;
}

/** An address can't be rebound: only names can. */
function isAddressAt(asked: string, port: number): boolean {
  const { name = '', port: at } = SHAPE.exec(asked)?.groups ?? {};
  return Number(at) === port && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
