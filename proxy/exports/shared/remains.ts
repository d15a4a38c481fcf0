import { HOST, USER_AGENT } from '../../core/bits/headers.ts';
import { type Header, header } from '../../core/http/message.ts';
import type { SharedRemains } from '../../core/share/shared-copy.ts';
import { coverUrlSecrets } from '../../core/share/url-secrets.ts';
import type { Connection, ExchangeView, SessionView, TimelineRow } from '../../core/timeline.ts';
import type { BodyChoice } from '../export-format.ts';
import { Tally } from './tally.ts';

/** Of a longer body a copy never has more: it is in memory while it is written, and while it is looked at. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** How many bytes of each body a copy has. */
export function bodyLimit(bodies: BodyChoice): number {
  if (bodies === 'none') return 0;
  return bodies === 'all' ? MAX_BODY_BYTES : Math.min(bodies, MAX_BODY_BYTES);
}

/** Counts what is in a copy, as it is written or before it is. */
export class Remains {
  readonly #clients = new Tally();
  readonly #hosts = new Tally();
  readonly #files = new Tally();
  readonly #agents = new Tally();
  readonly #headers = new Tally();
  readonly #covered = new Tally();
  readonly #connections = new Set<string>();
  readonly #limit: number;
  readonly #redacted: boolean;
  #marks = 0;
  #sessions = 0;
  #exchanges = 0;
  #messages = 0;
  #bytes = 0;
  #kept = 0;

  constructor({ bodies, redact }: { readonly bodies: BodyChoice; readonly redact: boolean }) {
    this.#limit = bodyLimit(bodies);
    this.#redacted = redact;
  }

  /** What was taken out, by its name. */
  readonly note = (name: string): void => this.#covered.add(name);

  takeMarks(count: number): void {
    this.#marks += count;
  }

  takeSession({ url, path, fileName, client, server }: SessionView): void {
    this.#sessions += 1;
    this.#clients.add(client);
    this.#hosts.add(hostOf(url) ?? server);
    this.#hosts.add(server);
    this.#files.add(this.#shown(fileName || path || url));
  }

  /** As it is in the copy, with the connection that it came on. */
  takeRow({ exchange }: TimelineRow, connection: Connection | undefined): void {
    const { request, response, session } = exchange;
    this.#exchanges += 1;
    if (connection) this.#takeConnection(connection);
    for (const message of [request, response]) if (message && message.bodyLength > 0) this.#takeBody(message.bodyLength);
    this.#takeHeaders(request?.head.headers, HOST, USER_AGENT);
    this.#takeHeaders(response?.head.headers, undefined, 'Server');
    if (session === undefined) this.#files.add(pathOf(exchange));
  }

  get summary(): SharedRemains {
    return {
      ...{ sessions: this.#sessions, exchanges: this.#exchanges, redacted: this.#redacted, covered: this.#covered.counted },
      ...{ clients: this.#clients.listed, hosts: this.#hosts.listed, files: this.#files.listed },
      ...{ agents: this.#agents.listed, headers: this.#headers.listed },
      bodies: { limit: this.#limit, messages: this.#messages, bytes: this.#bytes, kept: this.#kept },
      marks: this.#marks,
    };
  }

  #shown(text: string): string {
    return this.#redacted ? coverUrlSecrets(text) : text;
  }

  #takeConnection({ id, client }: Connection): void {
    if (this.#connections.has(id)) return;
    this.#connections.add(id);
    this.#clients.add(client.replace(/:\d+$/, ''));
  }

  #takeHeaders(headers: readonly Header[] = [], host: string | undefined, agent: string): void {
    for (const [name] of headers) this.#headers.add(name);
    if (host !== undefined) this.#hosts.add(header(headers, host));
    this.#agents.add(header(headers, agent));
  }

  #takeBody(length: number): void {
    this.#messages += 1;
    this.#bytes += length;
    this.#kept += Math.min(length, this.#limit);
  }
}

function hostOf(url: string): string | undefined {
  return /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url)?.[1];
}

/** Of what belongs to no upload. */
function pathOf({ request }: ExchangeView): string | undefined {
  return request?.head.target.split('?', 1)[0];
}
