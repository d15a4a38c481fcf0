import type { RecordedBytes, RecordedPiece } from '../../proxy/core/recorded-bytes.ts';
import { RecordedTraffic } from '../../proxy/core/recorded-traffic.ts';
import { Timeline } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';

export interface Recording {
  readonly timeline: Timeline;
  readonly bytes: RecordedBytes;
}

/** Traffic as if it had been recorded. `snap`: of each piece no more bytes than these were kept. */
export function recordingOf(events: readonly WireEvent[], { snap = Number.POSITIVE_INFINITY } = {}): Recording {
  const timeline = new Timeline();
  const traffic = new RecordedTraffic((told) => {
    for (const event of told) timeline.apply(event);
  });
  const said = new Map<string, RecordedPiece[]>();
  for (const event of events) {
    traffic.take(event);
    if (event.type !== 'data' && event.type !== 'gap') continue;
    const key = `${event.connection} ${event.from === 'client' ? 'client' : 'server'}`;
    const pieces = said.get(key) ?? [];
    said.set(key, pieces);
    pieces.push(...(event.type === 'gap' ? [{ at: event.at, missing: event.bytes }] : kept(event.at, event.bytes, snap)));
  }
  traffic.end();
  return { timeline, bytes: { read: (connection, from, start, end) => read(said.get(`${connection} ${from}`) ?? [], start, end) } };
}

function kept(at: number, bytes: Uint8Array, snap: number): RecordedPiece[] {
  if (bytes.length <= snap) return [{ at, bytes: Uint8Array.from(bytes) }];
  return [
    { at, bytes: Uint8Array.from(bytes.subarray(0, snap)) },
    { at, missing: bytes.length - snap },
  ];
}

async function* read(pieces: readonly RecordedPiece[], start: number, end: number): AsyncGenerator<RecordedPiece> {
  let place = 0;
  for (const { at, bytes, missing } of pieces) {
    const length = bytes?.length ?? missing ?? 0;
    const [from, to] = [Math.max(0, start - place), Math.min(length, end - place)];
    place += length;
    if (from < to) yield bytes ? { at, bytes: bytes.subarray(from, to) } : { at, missing: to - from };
  }
}
