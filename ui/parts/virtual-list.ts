import type { Snippet } from 'svelte';

/** What a virtual list is made of. Rows are of one height. */
export interface VirtualListProps<T> {
  items: readonly T[];
  getKey: (item: T) => string;
  /** Pixels. */
  rowHeight: number;
  role: 'listbox' | 'grid';
  label: string;
  /** `first`: new rows come on top, and what the reader looks at stays where it is. `last`: they come below, and are followed from the bottom. */
  newest: 'first' | 'last';
  /** Where the first rows are shown from. */
  start?: 'top' | 'bottom';
  /** Key of the chosen row. */
  chosen?: string | undefined;
  canChoose?: (item: T) => boolean;
  onchoose: (item: T) => void;
  /** A row is clicked, or Enter is pressed on the chosen one. Without it a click chooses. */
  onopen?: (item: T) => void;
  /** Of a list whose newest rows are on top: it stays there, whatever has the focus; scrolling away ends that. */
  follows?: boolean;
  /** Whether the order is that of time: else nothing comes on top, and nothing has to be kept in place. */
  isInOrderOfTime?: boolean;
  /** Another one: these are other rows, or in another order, because the reader wanted it so. */
  arrangement?: number;
  /** Rows above the first, fixed; `headerHeight` in pixels. */
  header?: Snippet;
  headerHeight?: number;
  children: Snippet<[item: T, index: number]>;
}
