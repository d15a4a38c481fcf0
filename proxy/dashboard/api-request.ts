import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** What comes with a question: its query, and its body, which is read only if somebody wants it. */
export class ApiRequest {
  readonly query: URLSearchParams;
  readonly #request: IncomingMessage;

  constructor(request: IncomingMessage) {
    this.query = new URLSearchParams(request.url?.split('?', 2)[1]);
    this.#request = request;
  }

  get body(): Readable {
    return this.#request;
  }

  /** The body as text, or nothing where it is longer than that. */
  async text(maxBytes: number): Promise<string | undefined> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of this.#request) {
      length += piece.length;
      if (length > maxBytes) return undefined;
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  /** A number of the query; `fallback` where there is none, nothing where it is no whole number from 0 on. */
  count(name: string, fallback: number): number | undefined {
    const text = this.query.get(name);
    if (text === null) return fallback;
    const value = Number(text);
    return text !== '' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  }
}
