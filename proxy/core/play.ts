import type { Severity } from './rules/rule.ts';

/** How a recording is played. Times are those of the recording, as in `WireEvent`. */
export interface PlayState {
  /** `reading`: it is read for the first time, as fast as that goes. */
  readonly mode: 'reading' | 'playing' | 'paused';
  /** The moment that is shown. */
  readonly at: number;
  /** Times as fast as it happened; 0: as fast as possible. */
  readonly speed: number;
  /** Of the files, while they are read. */
  readonly read?: { readonly file: string; readonly bytes: number; readonly total?: number };
  /** It goes to this moment, and may take a while. */
  readonly seeking?: number;
}

/** What there is to see in a recording, once it was read. */
export interface PlayOverview {
  readonly from: number;
  readonly to: number;
  readonly packets: number;
  readonly findings: number;
  /** Where findings are: the heaviest of each of equal parts of the time. */
  readonly marks: readonly PlayMark[];
}

export interface PlayMark {
  readonly at: number;
  readonly severity: Severity;
  readonly findings: number;
}

/** What a page may ask of the player. */
export type PlayCommand =
  | { readonly do: 'play' }
  | { readonly do: 'speed'; readonly speed: number }
  | { readonly do: 'pause' }
  | { readonly do: 'seek'; readonly at: number }
  | { readonly do: 'step'; readonly to: 'packet' | 'finding'; readonly direction: 'next' | 'previous' };

/** Slower and faster make no sense; 0 is as fast as possible. */
export const SPEEDS = { slowest: 0.1, fastest: 100 } as const;

/** What was asked, or nothing for what is no command. */
export function readPlayCommand(value: unknown): PlayCommand | undefined {
  if (typeof value !== 'object' || value === null || !('do' in value)) return undefined;
  switch (value.do) {
    case 'pause':
      return { do: 'pause' };
    case 'play':
      return { do: 'play' };
    case 'speed':
      return 'speed' in value && isSpeed(value.speed) ? { do: 'speed', speed: value.speed } : undefined;
    case 'seek':
      return 'at' in value && typeof value.at === 'number' && Number.isFinite(value.at) ? { do: 'seek', at: value.at } : undefined;
    case 'step':
      return readStep(value);
    default:
      return undefined;
  }
}

function isSpeed(value: unknown): value is number {
  return typeof value === 'number' && (value === 0 || (value >= SPEEDS.slowest && value <= SPEEDS.fastest));
}

function readStep(value: object): PlayCommand | undefined {
  const to = 'to' in value ? value.to : undefined;
  const direction = 'direction' in value ? value.direction : undefined;
  if ((to !== 'packet' && to !== 'finding') || (direction !== 'next' && direction !== 'previous')) return undefined;
  return { do: 'step', to, direction };
}
