import { Analyzer } from '../../proxy/core/analyzer.ts';
import type { Direction, RecordedBytes, RecordedPiece } from '../../proxy/core/recorded-bytes.ts';
import { Timeline } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { readConversation } from './conversation.ts';
import { allSamples } from './samples.ts';

export interface Recorded {
  readonly timeline: Timeline;
  readonly bytes: RecordedBytes;
}

/** What a recording of these events holds, in memory. The traffic ends with them. */
export function recorded(events: readonly WireEvent[]): Recorded {
  const analyzer = new Analyzer();
  const timeline = new Timeline();
  const said = new Map<string, Buffer[]>();
  const at = events.at(-1)?.at ?? 0;
  for (const event of [...events, { type: 'traffic-ended', at: at + 1 } as const, { type: 'tick', at: at + 2 } as const]) {
    for (const told of analyzer.feed(event)) timeline.apply(told);
    if (event.type !== 'data') continue;
    const key = `${event.connection} ${event.from === 'client' ? 'client' : 'server'}`;
    said.set(key, [...(said.get(key) ?? []), Buffer.from(event.bytes)]);
  }
  return { timeline, bytes: { read: (connection, from, start, end) => read(said, connection, from, start, end) } };
}

export function recordedConversation(text: string): Recorded {
  return recorded(readConversation(text));
}

export function recordedSample(name: string): Recorded {
  const sample = allSamples().find((one) => one.name === name);
  if (!sample) throw new Error(`there is no sample ${name}`);
  return recorded(sample.events);
}

async function* read(
  said: Map<string, Buffer[]>,
  connection: string,
  from: Direction,
  start: number,
  end: number,
): AsyncGenerator<RecordedPiece> {
  const bytes = Buffer.concat(said.get(`${connection} ${from}`) ?? []).subarray(start, Math.min(end, Number.MAX_SAFE_INTEGER));
  if (bytes.length > 0) yield { at: 0, bytes };
}
