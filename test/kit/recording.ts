/** Recordings: wire events as a file, and what is read from it. */
import { RecordingEncoder, type RecordingOptions } from '../../proxy/core/capture/recording-encoder.ts';
import type { Direction } from '../../proxy/core/recorded-bytes.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { readCapture } from './captured.ts';
import type { Recording } from './recording-in-memory.ts';

export function record(events: Iterable<WireEvent>, options: Partial<RecordingOptions> = {}): Uint8Array {
  const encoder = new RecordingEncoder({ application: 'bitstap test', ...options });
  encoder.begin();
  for (const event of events) encoder.take(event);
  return flushed(encoder);
}

/** What was encoded since the last time. */
export function flushed(encoder: RecordingEncoder): Buffer {
  return Buffer.concat(encoder.flush().pieces);
}

/** The events of a recording, without what only a file has of them. */
export function readBack(file: Uint8Array): WireEvent[] {
  return plain(readCapture([file]).events);
}

/** What is the same before and after: not where bytes stand in a file, nor what was read in them. */
export function plain(events: readonly WireEvent[]): WireEvent[] {
  return events.map((event) => {
    if (event.type !== 'data') return event;
    const { type, at, connection, from, bytes } = event;
    return { type, at, connection, from, bytes: Buffer.from(bytes) };
  });
}

/** What is recorded of events: time itself is not. */
export function recorded(events: readonly WireEvent[]): WireEvent[] {
  return plain(events.filter(({ type }) => type !== 'tick' && type !== 'traffic-ended'));
}

/** Who said what: for a test that wants to see bytes. */
export async function textOf({ bytes }: Recording, connection: string, from: Direction): Promise<string> {
  let text = '';
  for await (const piece of bytes.read(connection, from, 0, Number.POSITIVE_INFINITY))
    text += piece.bytes ? Buffer.from(piece.bytes).toString('latin1') : `<<${piece.missing} missing>>`;
  return text;
}
