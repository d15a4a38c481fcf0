import { parse } from '../../proxy/core/json.ts';
import type { SharedBody } from '../../proxy/core/share/shared-copy.ts';
import { readBase64 } from '../../proxy/core/text/base64.ts';
import type { BodyOf, BodyPart, BodySource } from './body-window.svelte.ts';

interface ReadBody {
  readonly bytes: Uint8Array;
  readonly missing: SharedBody['missing'];
}

/** The body of which a line of a copy is, as `SharedLines` writes it: the line need not be read for it. */
export function bodyKey(line: string): string | undefined {
  const [, exchange, of] = /^\{"kind":"body","exchange":"([^"]*)","of":"(request|response)"/.exec(line) ?? [];
  return exchange === undefined ? undefined : `${exchange} ${of}`;
}

/** The bodies in a copy; the one that was looked at last stays read. */
export class SharedBodies implements BodySource {
  readonly absent = 'not in this copy';
  readonly #lines: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  #latest: { readonly key: string; readonly body: ReadBody } | undefined;

  constructor(lines: readonly string[], places: ReadonlyMap<string, number>) {
    this.#lines = lines;
    this.#places = places;
  }

  async read(exchange: string, of: BodyOf, start: number, end: number): Promise<BodyPart | undefined> {
    const body = this.#body(exchange, of);
    if (!body) return undefined;
    const bytes = new Uint8Array(end - start);
    bytes.set(body.bytes.subarray(start, end));
    const missing = body.missing.map(([from, to]) => ({ start: Math.max(start, from), end: Math.min(end, to) }));
    return { bytes, missing: missing.filter((hole) => hole.start < hole.end) };
  }

  /** There is no place from which it could be saved. */
  address(): undefined {
    return undefined;
  }

  #body(exchange: string, of: BodyOf): ReadBody | undefined {
    const key = `${exchange} ${of}`;
    if (this.#latest?.key === key) return this.#latest.body;
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const { base64, missing } = parse(this.#lines[place] ?? '') as SharedBody;
    const body = { bytes: readBase64(base64) ?? new Uint8Array(0), missing };
    this.#latest = { key, body };
    return body;
  }
}
