/** A row of text and its rows of bytes: where the reader is in bytes that may be 10 GB long. */
export interface HexOptions {
  readonly length: () => number;
  /** Bytes in a row. */
  readonly perRow: () => number;
  /** Whole rows in sight. */
  readonly rowsInSight: () => number;
}

const ROWS_BEFORE = 2;

/** The byte that is looked at, the stretch that is chosen, and the first row in sight. */
export class HexCursor {
  readonly #options: HexOptions;
  #at = $state(0);
  #anchor = $state(0);
  #top = $state(0);

  constructor(options: HexOptions) {
    this.#options = options;
  }

  get at(): number {
    return this.#at;
  }
  /** The chosen bytes, at least the one that is looked at; the end exclusive. */
  get from(): number {
    return Math.min(this.#at, this.#anchor);
  }
  get until(): number {
    return Math.min(this.#options.length(), Math.max(this.#at, this.#anchor) + 1);
  }
  get rows(): number {
    return Math.ceil(this.#options.length() / this.#options.perRow());
  }
  /** The first row in sight. */
  get top(): number {
    return Math.min(this.#top, this.lastTop);
  }
  set top(row: number) {
    this.#top = Math.max(0, Math.min(this.lastTop, Math.round(row)));
  }
  get lastTop(): number {
    return Math.max(0, this.rows - this.#options.rowsInSight());
  }

  /** Goes to a byte; `extend` keeps the other end of what is chosen. */
  goTo(offset: number, how: 'move' | 'extend' = 'move'): void {
    this.#at = Math.max(0, Math.min(this.#options.length() - 1, offset));
    if (how === 'move') this.#anchor = this.#at;
    this.#reveal();
  }

  /** Goes to a stretch unless it is there, and shows it with some rows before it unless all of it is in sight. */
  show(from: number, until: number): void {
    if (this.#at < from || this.#at >= until) this.goTo(from);
    const [first, last] = [from, until - 1].map((offset) => Math.floor(offset / this.#options.perRow()));
    if (first === undefined || last === undefined) return;
    if (first < this.top || last >= this.top + this.#options.rowsInSight()) this.top = first - ROWS_BEFORE;
  }

  /** Where a key leads; whether it leads anywhere. `far`: to the ends of all rather than of the row. */
  press(key: string, how: 'move' | 'extend', far = false): boolean {
    const to = this.#target(key, far);
    if (to === undefined) return false;
    this.goTo(to, how);
    return true;
  }

  #target(key: string, far: boolean): number | undefined {
    const perRow = this.#options.perRow();
    const rowStart = this.#at - (this.#at % perRow);
    const page = Math.max(1, this.#options.rowsInSight() - 1) * perRow;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.#at - 1,
      ArrowRight: this.#at + 1,
      ArrowUp: this.#at < perRow ? this.#at : this.#at - perRow,
      ArrowDown: this.#at + perRow < this.#options.length() ? this.#at + perRow : this.#at,
      PageUp: this.#at - page,
      PageDown: this.#at + page,
      Home: far ? 0 : rowStart,
      End: far ? this.#options.length() - 1 : rowStart + perRow - 1,
    };
    return targets[key];
  }

  #reveal(): void {
    const row = Math.floor(this.#at / this.#options.perRow());
    if (row < this.#top) this.top = row;
    else if (row >= this.#top + this.#options.rowsInSight()) this.top = row - this.#options.rowsInSight() + 1;
  }
}

/** Reads `496` or `0x1f0`; nothing for what is no offset. */
export function readOffset(text: string): number | undefined {
  const trimmed = text.trim().replaceAll(',', '');
  if (!/^(0x[0-9a-f]{1,13}|\d{1,15})$/i.test(trimmed)) return undefined;
  return Number(trimmed);
}

/** `41 42 0a` */
export function asHex(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** A byte as one visible character, whatever it is: nothing here can move or reverse the text around it. */
export function visibleByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
