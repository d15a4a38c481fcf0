/** Everything that can be done with the page as a whole: for the palette, for the keys, and for the help that lists them. */
import type { Dashboard } from '../state/dashboard.svelte.ts';
import type { Finder } from '../state/finder.svelte.ts';
import type { Overlays } from '../state/overlays.svelte.ts';
import { SIZE_FORMATS, type SizeFormat, THEMES, type Theme, TIME_FORMATS, type TimeFormat } from '../state/preferences.svelte.ts';
import { STANDING_ORDER } from '../state/session-order.ts';
import { markCommands } from './mark-commands.ts';

export const COMMAND_GROUPS = ['Go', 'Show', 'Filter', 'Traffic', 'Marks', 'Recording', 'Settings'] as const;

export interface Command {
  readonly group: (typeof COMMAND_GROUPS)[number];
  readonly title: string;
  /** The key that does it, as `KeyboardEvent.key` has it. */
  readonly key?: string;
  /** Keys that are pressed together, as they are shown; whoever listens for them does it. */
  readonly chord?: string;
  readonly run: () => void;
}

export interface CommandParts {
  readonly dashboard: Dashboard;
  readonly overlays: Overlays;
  readonly finder: Finder;
  readonly focusFilter: () => void;
  /** As the browser does; what it prints is a report of the session. */
  readonly print: () => void;
}

const THEME_WORDS: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' };
export const TIME_WORDS: Readonly<Record<TimeFormat, string>> = { local: 'local', utc: 'UTC', relative: 'relative' };
export const SIZE_WORDS: Readonly<Record<SizeFormat, string>> = { human: 'short', bytes: 'in bytes' };

export function commandsOf(parts: CommandParts): Command[] {
  return [
    ...goCommands(parts),
    ...filterCommands(parts),
    ...trafficCommands(parts),
    ...markCommands(parts.dashboard, parts.overlays),
    ...sessionCommands(parts),
    ...recordingCommands(parts),
    ...settingCommands(parts),
  ];
}

export const FIND_CHORD = 'Ctrl+Shift+F';

function goCommands({ dashboard, overlays, finder, focusFilter }: CommandParts): Command[] {
  const { selection, table } = dashboard;
  return [
    { group: 'Go', title: 'All sessions', key: 'o', run: () => selection.show('sessions') },
    { group: 'Go', title: 'All findings', key: 'f', run: () => selection.show('findings') },
    { group: 'Go', title: 'Next session in the list', key: 'j', run: () => step(dashboard, 1) },
    { group: 'Go', title: 'Previous session in the list', key: 'k', run: () => step(dashboard, -1) },
    ...(finder.isAble ? [{ group: 'Go', title: 'Find in headers and bodies…', chord: FIND_CHORD, run: () => finder.show() } as const] : []),
    { group: 'Filter', title: 'Type a filter', key: '/', run: focusFilter },
    { group: 'Show', title: 'Keys and help', key: '?', run: () => overlays.show('help') },
    { group: 'Show', title: 'Newest sessions first', run: () => table.arrange({ column: 'started', direction: 'descending' }) },
    { group: 'Show', title: 'Most findings first', run: () => table.arrange({ column: 'findings', direction: 'descending' }) },
    { group: 'Show', title: 'Sessions in trouble first', run: () => table.arrange({ column: 'state', direction: 'ascending' }) },
  ];
}

function step({ selection, table }: Dashboard, by: 1 | -1): void {
  const index = table.shown.findIndex(({ id }) => id === selection.session);
  const next = table.shown[index < 0 ? 0 : index + by];
  if (next) selection.choose(next.id);
}

function filterCommands({ dashboard: { filter, preferences, timeline } }: CommandParts): Command[] {
  const states = STANDING_ORDER.filter((stands) => timeline.countOf(stands) > 0);
  return [
    { group: 'Filter', title: 'Show everything: no filter', run: () => filter.clear() },
    ...preferences.savedFilters.map((text): Command => ({ group: 'Filter', title: `Filter: ${text}`, run: () => filter.apply(text) })),
    ...states.map((stands): Command => {
      const word = stands.replaceAll(' ', '-');
      return { group: 'Filter', title: `Filter: sessions that are ${stands}`, run: () => filter.apply(`state:${word}`) };
    }),
    { group: 'Filter', title: 'Filter: anything with an error', run: () => filter.apply('severity:error') },
  ];
}

function trafficCommands({ dashboard, overlays }: CommandParts): Command[] {
  if (dashboard.timeline.tap?.recording) return [];
  const { isPaused } = dashboard;
  return [
    {
      group: 'Traffic',
      title: isPaused ? 'Go on with the traffic' : 'Pause the view',
      key: 'p',
      run: () => (isPaused ? dashboard.resume() : dashboard.pause()),
    },
    {
      group: 'Traffic',
      title: dashboard.follows ? 'Stop following' : 'Follow the newest sessions',
      key: 'l',
      run: () => (dashboard.follows = !dashboard.follows),
    },
    { group: 'Traffic', title: 'Clear: forget all sessions…', run: () => overlays.show('clear') },
  ];
}

function sessionCommands({ dashboard: { selection, timeline }, overlays, print }: CommandParts): Command[] {
  const { shared } = timeline.tap ?? {};
  const first: Command = shared
    ? { group: 'Recording', title: 'About this copy', run: () => overlays.show('about') }
    : { group: 'Recording', title: 'Save, share or export…', key: 's', run: () => overlays.show('save') };
  if (selection.session === undefined) return [first];
  const replay: Command = { group: 'Recording', title: 'Replay this session…', key: 'r', run: () => overlays.show('replay') };
  return [
    first,
    { group: 'Recording', title: 'Compare this session with another…', key: 'c', run: () => overlays.show('compare') },
    ...(shared ? [] : [replay]),
    { group: 'Recording', title: 'Print session report', run: print },
  ];
}

function recordingCommands({ dashboard: { playback } }: CommandParts): Command[] {
  if (!playback.state) return [];
  const stepTo = (to: 'packet' | 'finding', direction: 'previous' | 'next') => () => void playback.do({ do: 'step', to, direction });
  return [
    { group: 'Recording', title: playback.isPlaying ? 'Pause' : 'Play', key: 'p', run: () => void playback.toggle() },
    { group: 'Recording', title: 'Previous packet', key: '[', run: stepTo('packet', 'previous') },
    { group: 'Recording', title: 'Next packet', key: ']', run: stepTo('packet', 'next') },
    { group: 'Recording', title: 'Previous finding', key: '{', run: stepTo('finding', 'previous') },
    { group: 'Recording', title: 'Next finding', key: '}', run: stepTo('finding', 'next') },
  ];
}

function settingCommands({ dashboard: { preferences } }: CommandParts): Command[] {
  return [
    ...THEMES.map(
      (theme): Command => ({ group: 'Settings', title: `Theme: ${THEME_WORDS[theme]}`, run: () => (preferences.theme = theme) }),
    ),
    ...TIME_FORMATS.map(
      (format): Command => ({ group: 'Settings', title: `Times: ${TIME_WORDS[format]}`, run: () => (preferences.timeFormat = format) }),
    ),
    ...SIZE_FORMATS.map(
      (format): Command => ({ group: 'Settings', title: `Sizes: ${SIZE_WORDS[format]}`, run: () => (preferences.sizeFormat = format) }),
    ),
  ];
}

/** The command that a key stands for, unless it is being typed somewhere. */
export function commandFor({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent, commands: readonly Command[]): Command | undefined {
  if (ctrlKey || metaKey || altKey || isTyped(target)) return undefined;
  return commands.find((command) => command.key === (key.length === 1 ? key.toLowerCase() : key));
}

function isTyped(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type);
}

/** Commands whose title has every word that is typed, in any order; those that begin so come first. */
export function commandsLike(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = typed.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const fitting = commands.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  return fitting.toSorted((a, b) => startsLater(a, wanted) - startsLater(b, wanted));
}

function startsLater({ title }: Command, wanted: string): 0 | 1 {
  return title.toLowerCase().startsWith(wanted) ? 0 : 1;
}
