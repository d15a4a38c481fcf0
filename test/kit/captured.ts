import type { CaptureOptions } from '../../proxy/core/capture/capture-options.ts';
import { CaptureReader } from '../../proxy/core/capture/capture-reader.ts';
import type { CaptureSummary } from '../../proxy/core/capture/capture-summary.ts';
import type { CaptureSource, Frame, FrameTarget } from '../../proxy/core/capture/frame.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';

export interface Captured {
  readonly events: readonly WireEvent[];
  readonly summary: CaptureSummary;
}

/** What a capture tells, when it is fed in these pieces. */
export function readCapture(pieces: Iterable<Uint8Array>, options?: CaptureOptions): Captured {
  const events: WireEvent[] = [];
  const reader = new CaptureReader(
    (event) => events.push(event.type === 'data' ? { ...event, bytes: Uint8Array.from(event.bytes) } : event),
    options,
  );
  for (const piece of pieces) feedAndSpoil((bytes) => reader.feed(bytes), piece);
  reader.end();
  return { events, summary: reader.summary };
}

/** The frames of a file, and why it was not read to its end. */
export function readFrames(
  open: (target: FrameTarget) => CaptureSource,
  pieces: Iterable<Uint8Array>,
): { readonly frames: readonly Frame[]; readonly stopped: string | undefined } {
  const frames: Frame[] = [];
  let stopped: string | undefined;
  const source = open({
    frame: (frame) => frames.push({ ...frame, bytes: Buffer.from(frame.bytes) }),
    stop: (code, problem, offset) => {
      stopped = `${code} at ${offset}: ${problem}`;
    },
  });
  for (const piece of pieces) if (stopped === undefined) feedAndSpoil((bytes) => source.feed(bytes), piece);
  if (stopped === undefined) source.end();
  return { frames, stopped };
}

/** The memory of what was fed may be used for something else afterwards. */
function feedAndSpoil(feed: (bytes: Uint8Array) => void, piece: Uint8Array): void {
  const bytes = Uint8Array.from(piece);
  feed(bytes);
  bytes.fill(0xee);
}

export function* pieces(bytes: Uint8Array, nextLength: () => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + nextLength());
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** Wire events as lines: what one side said in one stretch is one line. */
export function said(events: readonly WireEvent[]): string[] {
  const lines: string[] = [];
  let speaking = '';
  for (const event of events) {
    const line = lineOf(event);
    const speaker = event.type === 'data' ? `${event.connection} ${event.from}: ` : '';
    if (speaker !== '' && speaker === speaking) lines[lines.length - 1] += line.slice(speaker.length);
    else lines.push(line);
    speaking = speaker;
  }
  return lines;
}

function lineOf(event: WireEvent): string {
  switch (event.type) {
    case 'opened':
      return `${event.connection} ${event.client} -> ${event.server}`;
    case 'data':
      return `${event.connection} ${event.from}: ${Buffer.from(event.bytes).toString('latin1')}`;
    case 'gap':
      return `${event.connection} ${event.from} lost ${event.bytes}`;
    case 'ended':
      return `${event.connection} ${event.by} ended`;
    case 'closed':
      return `${event.connection} closed by ${event.by}, ${event.how}`;
    case 'fault':
      return `fault ${event.code}`;
    default:
      return event.type;
  }
}
