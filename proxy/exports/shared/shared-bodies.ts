import type { RecordedBytes } from '../../core/recorded-bytes.ts';
import type { SharedBody } from '../../core/share/shared-copy.ts';
import type { ExchangeView } from '../../core/timeline.ts';
import { bodyOf } from '../../store/bodies.ts';

const SIDES = ['request', 'response'] as const;
/** Holes of one body that are named; what is behind them counts as missing. */
const MAX_HOLES = 1_000;

/** The bodies of an exchange, of each the first `limit` bytes as far as they were recorded. */
export async function* sharedBodies(bytes: RecordedBytes, exchange: ExchangeView, limit: number): AsyncGenerator<SharedBody> {
  for (const of of SIDES) {
    const message = exchange[of];
    if (!message || message.bodyLength === 0) continue;
    const end = Math.min(limit, message.bodyLength);
    const from = of === 'request' ? 'client' : 'server';
    const taken = await takeBody(bodyOf(bytes, exchange.connection, from, message, { start: 0, end }));
    const missing = taken.length < message.bodyLength ? [...taken.missing, [taken.length, message.bodyLength] as const] : taken.missing;
    if (taken.kept > 0) yield { kind: 'body', exchange: exchange.id, of, base64: taken.base64, missing };
  }
}

interface TakenBody {
  readonly base64: string;
  readonly length: number;
  /** How many of the bytes are no fillers. */
  readonly kept: number;
  readonly missing: readonly (readonly [start: number, end: number])[];
}

async function takeBody(pieces: ReturnType<typeof bodyOf>): Promise<TakenBody> {
  const parts: Uint8Array[] = [];
  const missing: [start: number, end: number][] = [];
  let length = 0;
  let lost = 0;
  for await (const piece of pieces) {
    if (missing.length >= MAX_HOLES) break;
    // A copy: the bytes are valid until the next piece is asked for.
    const part = piece.bytes ? Uint8Array.from(piece.bytes) : new Uint8Array(piece.missing ?? 0);
    if (!piece.bytes) {
      missing.push([length, length + part.length]);
      lost += part.length;
    }
    parts.push(part);
    length += part.length;
  }
  return { base64: Buffer.concat(parts).toString('base64'), length, kept: length - lost, missing };
}
