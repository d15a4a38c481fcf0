import type { Connection } from '../../proxy/core/timeline.ts';
import type { PacketLine } from './lines.ts';
import { endOf, type LayoutOptions, layOutSequence, MARGIN, type SequenceLayout, type Step } from './sequence-layout.ts';

/** What is drawn: the lines of a session, and the connections that they went over. */
export interface SequenceSource {
  readonly lines: readonly PacketLine[];
  readonly connections: Iterable<Connection>;
  /** The present of the session, ms since the epoch. */
  readonly now: number;
}

const STEP = 1.5;
const MAX_HEIGHT = 4_000_000;
const MIN_ZOOM = 0.001;
const MAX_ZOOM = 4_000;
/** How long the middle one of the bodies, or of the exchanges without one, is drawn; pixels. */
const MIDDLE_BAR = 44;
const MIDDLE_EXCHANGE = 48;
/** Looked at for the scale, at most. */
const SAMPLE = 400;

/** How the sequence is looked at: its scale, its zoom, and where everything is at these. */
export class Sequence {
  readonly #source: () => SequenceSource;
  #zoom = $state(1);
  #spacing = $state<LayoutOptions['spacing']>('roomy');
  /** Not drawn from: the scale moves only when the traffic asks for quite another one. */
  #pxPerMs = 0;

  readonly layout: SequenceLayout = $derived.by(() => {
    const { lines, connections, now } = this.#source();
    this.#pxPerMs = steady(this.#pxPerMs, naturalScale(lines, now));
    return layOutSequence(lines, connections, { pxPerMs: this.#pxPerMs, zoom: this.#zoom, spacing: this.#spacing, now });
  });

  constructor(source: () => SequenceSource) {
    this.#source = source;
  }

  get zoom(): number {
    return this.#zoom;
  }
  get spacing(): LayoutOptions['spacing'] {
    return this.#spacing;
  }
  set spacing(spacing: LayoutOptions['spacing']) {
    this.#spacing = spacing;
  }

  zoomIn(): void {
    if (this.layout.height < MAX_HEIGHT) this.#setZoom(this.#zoom * STEP);
  }
  zoomOut(): void {
    this.#setZoom(this.#zoom / STEP);
  }
  /** As it was drawn first. */
  zoomBack(): void {
    this.#setZoom(1);
  }
  /** All of it in so many pixels. */
  fit(height: number): void {
    this.#setZoom(1);
    const whole = this.layout.height;
    if (whole > height && height > 2 * MARGIN) this.#setZoom((height - 2 * MARGIN) / (whole - 2 * MARGIN));
  }

  #setZoom(zoom: number): void {
    this.#zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
  }
}

/** Those that are in sight, and the chosen one wherever it is: focus points at it. */
export function stepsIn(steps: readonly Step[], from: number, until: number, chosen: string | undefined): Step[] {
  return steps.filter((step) => (step.drawn && step.bottom >= from && step.top <= until) || step.line.key === chosen);
}

/** The step that is nearest to a place, for a pointer that hit none. */
export function nearestStep(steps: readonly Step[], y: number): Step | undefined {
  let nearest: Step | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const step of steps) {
    const distance = Math.max(step.top - y, y - step.bottom, 0);
    if (distance < least) {
      least = distance;
      nearest = step;
    }
  }
  return nearest;
}

/** Pixels for a millisecond, by what is usual in the session: bodies hold words, and answers come soon after them. */
export function naturalScale(lines: readonly PacketLine[], now: number): number {
  const requests = lines.slice(0, SAMPLE).filter(({ kind }) => kind === 'request');
  const bars = requests.map((line) => endOf(line, now) - line.at).filter((ms) => ms > 0);
  const exchanges = requests.flatMap(({ at, row }) => (row.exchange.response ? [row.exchange.response.startedAt - at] : []));
  const wanted = [
    ...(bars.length * 3 >= requests.length && bars.length > 0 ? [MIDDLE_BAR / middle(bars)] : []),
    ...(middle(exchanges) > 0 ? [MIDDLE_EXCHANGE / middle(exchanges)] : []),
  ];
  return wanted.length > 0 ? Math.min(...wanted) : 1;
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A scale that follows each packet would let the picture tremble. */
function steady(before: number, wanted: number): number {
  return before > 0 && wanted < before * 4 && wanted > before / 4 ? before : wanted;
}
