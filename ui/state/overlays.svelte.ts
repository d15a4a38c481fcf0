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

  close(): void {
    this.#open = undefined;
  }
}

export const [getOverlays, setOverlays] = createContext<Overlays>();
