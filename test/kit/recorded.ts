import { Analyzer } from '../../proxy/core/analyzer.ts';
import type { Direction, RecordedBytes, RecordedPiece } from '../../proxy/core/recorded-bytes.ts';
import { Timeline } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import type { ExportFormat, ExportOptions } from '../../proxy/exports/export-format.ts';
import type { ExportSource } from '../../proxy/exports/export-source.ts';
import { withTick } from './samples.ts';

interface Said {
  readonly at: number;
  readonly start: number;
  readonly length: number;
  readonly bytes: Uint8Array | undefined;
}

/** What was said on connections, kept in memory. */
export class SpokenBytes implements RecordedBytes {
  readonly #said = new Map<string, Said[]>();

  constructor(events: readonly WireEvent[]) {
    for (const event of events) if (event.type === 'data' || event.type === 'gap') this.#add(event);
  }

  async *read(connection: string, from: Direction, start: number, end: number): AsyncGenerator<RecordedPiece> {
    for (const said of this.#said.get(`${connection} ${from}`) ?? []) {
      const [first, last] = [Math.max(start, said.start), Math.min(end, said.start + said.length)];
      if (first >= last) continue;
      const bytes = said.bytes?.subarray(first - said.start, last - said.start);
      yield bytes ? { at: said.at, bytes } : { at: said.at, missing: last - first };
    }
  }

  #add(event: Extract<WireEvent, { readonly type: 'data' | 'gap' }>): void {
    const key = `${event.connection} ${event.from === 'client' ? 'client' : 'server'}`;
    const list = this.#said.get(key) ?? [];
    const last = list.at(-1);
    const bytes = event.type === 'data' ? event.bytes : undefined;
    const length = event.type === 'data' ? event.bytes.length : event.bytes;
    list.push({ at: event.at, start: (last?.start ?? 0) + (last?.length ?? 0), length, bytes });
    this.#said.set(key, list);
  }
}

export interface Recorded {
  readonly timeline: Timeline;
  readonly bytes: RecordedBytes;
}

/** Traffic as a recording has it: its timeline, and its bytes. */
export function recorded(events: readonly WireEvent[]): Recorded {
  const [timeline, analyzer] = [new Timeline(), new Analyzer()];
  for (const event of withTick(events)) for (const told of analyzer.feed(event)) timeline.apply(told);
  return { timeline, bytes: new SpokenBytes(events) };
}

/** All of a recording, to be exported. */
export function exported({ timeline, bytes }: Recorded, change: Partial<ExportSource> = {}): ExportSource {
  const { sessions, rows, connections } = timeline;
  return { sessions: [...sessions.values()], rows: [...rows.values()], connections, bytes, ...change };
}

/** A whole export; bytes as Latin-1. */
export async function written(format: ExportFormat, source: ExportSource, options: ExportOptions = {}): Promise<string> {
  let text = '';
  for await (const piece of format.write(source, options))
    text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1');
  return text;
}
