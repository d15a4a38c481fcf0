import type { Line } from './lines.ts';
import type { PacketSide } from './selection.svelte.ts';

export interface LineChoiceOptions {
  readonly lines: () => readonly Line[];
  /** The chosen exchange, and what chooses another. */
  readonly exchange: () => string | undefined;
  readonly choose: (exchange: string, side: PacketSide) => void;
  /** Which message of it. */
  readonly side: () => PacketSide;
}

type View = 'sequence' | 'packets';

/**
 * Which line of the chosen exchange is meant, its request or its answer: the same in the sequence and in the table. What
 * is chosen elsewhere (a finding, a chart) is an exchange, and stands for its request.
 */
export class LineChoice {
  readonly #options: LineChoiceOptions;
  #made = $state.raw<{ readonly exchange: string; readonly view: View }>();

  readonly key: string | undefined = $derived.by(() => {
    const exchange = this.#options.exchange();
    if (exchange === undefined) return undefined;
    const keys = (this.#options.side() === 'answer' ? ['answer', 'request'] : ['request', 'answer']).map((kind) => `${exchange}-${kind}`);
    const lines = this.#options.lines();
    return keys.find((key) => lines.some((line) => line.key === key));
  });

  constructor(options: LineChoiceOptions) {
    this.#options = options;
  }

  choose(line: Line, view: View): void {
    if (line.kind === 'connection') return;
    const exchange = line.row.exchange.id;
    this.#made = { exchange, view };
    this.#options.choose(exchange, line.kind);
  }

  /** Whether the choice of now was made in this view, which shows it already. */
  wasMadeIn(view: View): boolean {
    return this.#made?.view === view && this.#made.exchange === this.#options.exchange();
  }
}
