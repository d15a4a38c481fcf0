import { createContext } from 'svelte';

/** What may lie over the page; one at a time. */
export type Overlay = 'palette' | 'help' | 'clear' | 'save' | 'compare' | 'replay' | 'marks' | 'about';

export class Overlays {
  #open = $state<Overlay>();

  get open(): Overlay | undefined {
    return this.#open;
  }

  show(overlay: Overlay): void {
    this.#open = overlay;
  }

  /** `only`: where that is the one. A browser tells late that a dialog was closed: another may be open by then. */
  close(only?: Overlay): void {
    if (only === undefined || only === this.#open) this.#open = undefined;
  }
}

export const [getOverlays, setOverlays] = createContext<Overlays>();
