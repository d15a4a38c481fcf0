import { createContext } from 'svelte';
import { COLUMN_IDS, type ColumnId, NEWEST_FIRST, type Sort } from './session-order.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** `local`, `utc`: time of day. `relative`: since the session began. */
export const TIME_FORMATS = ['local', 'utc', 'relative'] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

/** `human`: three digits and a unit. `bytes`: all of them. */
export const SIZE_FORMATS = ['human', 'bytes'] as const;
export type SizeFormat = (typeof SIZE_FORMATS)[number];

/** Whether single letters are shortcuts: who speaks to a computer, or slips, must be able to turn them off. */
export const SHORTCUTS = ['on', 'off'] as const;
export type Shortcuts = (typeof SHORTCUTS)[number];

export type PreferenceStore = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'bitstap.';
const MAX_RECENT = 12;
const MAX_KEPT = 100;

/** The verdict is a long sentence: it is on every row's title, too. */
const HIDDEN_AT_FIRST: readonly ColumnId[] = ['size', 'verdict'];

/** What the reader likes, kept in the browser where it lets us. */
export class Preferences {
  readonly #store: () => PreferenceStore;
  #theme = $state<Theme>('system');
  #timeFormat = $state<TimeFormat>('local');
  #sizeFormat = $state<SizeFormat>('human');
  #shortcuts = $state<Shortcuts>('on');
  #sort = $state.raw<Sort>(NEWEST_FIRST);
  #hidden = $state.raw<readonly ColumnId[]>(HIDDEN_AT_FIRST);
  #widths = $state.raw<Readonly<Record<string, number>>>({});
  #recent = $state.raw<readonly string[]>([]);
  #saved = $state.raw<readonly string[]>([]);
  #muted = $state.raw<readonly string[]>([]);

  /** `store` may throw: a browser can forbid its use altogether. */
  constructor(store: () => PreferenceStore) {
    this.#store = store;
    this.#theme = oneOf(THEMES, this.#load('theme')) ?? 'system';
    this.#timeFormat = oneOf(TIME_FORMATS, this.#load('time')) ?? 'local';
    this.#sizeFormat = oneOf(SIZE_FORMATS, this.#load('size')) ?? 'human';
    this.#shortcuts = oneOf(SHORTCUTS, this.#load('shortcuts')) ?? 'on';
    this.#sort = sortOf(this.#loadJson('sort')) ?? NEWEST_FIRST;
    this.#hidden = columnsOf(this.#loadJson('hidden')) ?? HIDDEN_AT_FIRST;
    this.#widths = widthsOf(this.#loadJson('widths'));
    this.#recent = textsOf(this.#loadJson('recent'));
    this.#saved = textsOf(this.#loadJson('saved'));
    this.#muted = textsOf(this.#loadJson('muted'));
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

  get sizeFormat(): SizeFormat {
    return this.#sizeFormat;
  }
  set sizeFormat(format: SizeFormat) {
    this.#sizeFormat = format;
    this.#save('size', format);
  }

  get shortcuts(): Shortcuts {
    return this.#shortcuts;
  }
  set shortcuts(shortcuts: Shortcuts) {
    this.#shortcuts = shortcuts;
    this.#save('shortcuts', shortcuts);
  }

  /** The order of the list of sessions. */
  get sort(): Sort {
    return this.#sort;
  }
  set sort(sort: Sort) {
    this.#sort = sort;
    this.#save('sort', JSON.stringify(sort));
  }

  isHidden(column: ColumnId): boolean {
    return this.#hidden.includes(column);
  }

  toggleColumn(column: ColumnId): void {
    this.#hidden = toggled(this.#hidden, column);
    this.#save('hidden', JSON.stringify(this.#hidden));
  }

  /** Pixels; nothing for one that takes the room that there is. */
  widthOf(column: string): number | undefined {
    return this.#widths[column];
  }

  /** Without a width it takes the room that there is. */
  resize(column: string, width?: number): void {
    const { [column]: _before, ...others } = this.#widths;
    this.#widths = width === undefined ? others : { ...others, [column]: Math.round(width) };
    this.#save('widths', JSON.stringify(this.#widths));
  }

  /** Filters that were used, the latest first. */
  get recentFilters(): readonly string[] {
    return this.#recent;
  }

  rememberFilter(text: string): void {
    this.#recent = [text, ...this.#recent.filter((other) => other !== text)].slice(0, MAX_RECENT);
    this.#save('recent', JSON.stringify(this.#recent));
  }

  forgetFilter(text: string): void {
    this.#recent = this.#recent.filter((other) => other !== text);
    this.#save('recent', JSON.stringify(this.#recent));
  }

  get savedFilters(): readonly string[] {
    return this.#saved;
  }

  toggleSavedFilter(text: string): void {
    this.#saved = toggled(this.#saved, text).slice(-MAX_KEPT);
    this.#save('saved', JSON.stringify(this.#saved));
  }

  /** Rules whose findings the reader does not want to be told of. */
  get mutedRules(): readonly string[] {
    return this.#muted;
  }

  toggleMuted(rule: string): void {
    this.#muted = toggled(this.#muted, rule).slice(-MAX_KEPT);
    this.#save('muted', JSON.stringify(this.#muted));
  }

  #load(name: string): string | undefined {
    try {
      return this.#store().getItem(KEY + name) ?? undefined;
    } catch {
      // SecurityError: storage is forbidden. The defaults serve.
      return undefined;
    }
  }

  #loadJson(name: string): unknown {
    try {
      return JSON.parse(this.#load(name) ?? 'null');
    } catch (error) {
      // Another page wrote it otherwise, or somebody by hand.
      if (error instanceof SyntaxError) return undefined;
      throw error;
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

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

function toggled<T>(list: readonly T[], one: T): readonly T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string').slice(0, MAX_KEPT) : [];
}

function columnsOf(value: unknown): readonly ColumnId[] | undefined {
  return Array.isArray(value) ? COLUMN_IDS.filter((column) => value.includes(column)) : undefined;
}

function sortOf(value: unknown): Sort | undefined {
  if (typeof value !== 'object' || value === null || !('column' in value) || !('direction' in value)) return undefined;
  const column = oneOf(COLUMN_IDS, value.column);
  const direction = oneOf(['ascending', 'descending'] as const, value.direction);
  return column && direction && { column, direction };
}

function widthsOf(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, width]) => typeof width === 'number' && width > 0 && width < 10_000));
}

export const [getPreferences, setPreferences] = createContext<Preferences>();
