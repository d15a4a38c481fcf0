import type { WireEvent } from '../../proxy/core/wire.ts';

/** The same bytes at the same times, cut elsewhere. */
export function splitBytes(events: readonly WireEvent[], nextLength: () => number): WireEvent[] {
  return events.flatMap((event) => {
    if (event.type !== 'data') return [event];
    const pieces: WireEvent[] = [];
    for (let at = 0; at < event.bytes.length; ) {
      const end = Math.min(event.bytes.length, at + nextLength());
      pieces.push({ ...event, bytes: event.bytes.slice(at, end) });
      at = end;
    }
    return pieces;
  });
}
