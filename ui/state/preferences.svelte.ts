import { createContext } from 'svelte';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** `local`, `utc`: time of day. `relative`: since the session began. */
export const TIME_FORMATS = ['local', 'utc', 'relative'] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

export type PreferenceStore = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'bitstap.';

/** What the reader likes, kept in the browser where it lets us. */
export class Preferences {
  readonly #store: () => PreferenceStore;
  #theme = $state<Theme>('system');
  #timeFormat = $state<TimeFormat>('local');

  /** `store` may throw: a browser can forbid its use altogether. */
  constructor(store: () => PreferenceStore) {
    this.#store = store;
    this.#theme = oneOf(THEMES, this.#load('theme')) ?? 'system';
    this.#timeFormat = oneOf(TIME_FORMATS, this.#load('time')) ?? 'local';
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    this.#save('theme', theme);
  }

  get timeFormat(): TimeFormat {
    return this.#timeFormat;
  }
  set timeFormat(format: TimeFormat) {
    this.#timeFormat = format;
    this.#save('time', format);
  }

  #load(name: string): string | undefined {
    try {
      return this.#store().getItem(KEY + name) ?? undefined;
    } catch {
      // SecurityError: storage is forbidden. The defaults serve.
      return undefined;
    }
  }

  #save(name: string, value: string): void {
    try {
      this.#store().setItem(KEY + name, value);
    } catch {
      // SecurityError or QuotaExceededError: the choice holds until the page is closed.
    }
  }
}

function oneOf<T extends string>(allowed: readonly T[], value: string | undefined): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

export const [getPreferences, setPreferences] = createContext<Preferences>();
