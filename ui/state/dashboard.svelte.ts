import { createContext } from 'svelte';
import type { FeedMessage } from '../../proxy/core/feed.ts';
import { Announcer } from './announcer.svelte.ts';
import { Backlog } from './backlog.ts';
import type { Clock } from './clock.ts';
import { type ConnectionOptions, FeedConnection } from './connection.svelte.ts';
import { FilterBox } from './filter-box.svelte.ts';
import { FoundFindings } from './found-findings.svelte.ts';
import { Marks, type SendMark } from './marks.svelte.ts';
import { Opening, type SendRecording } from './opening.svelte.ts';
import { Playback, type SendPlay } from './playback.svelte.ts';
import { type PreferenceStore, Preferences } from './preferences.svelte.ts';
import { Present } from './present.svelte.ts';
import { RateHistory } from './rate-history.svelte.ts';
import { Samples, type SendSamples } from './samples.svelte.ts';
import { type HashStore, Selection } from './selection.svelte.ts';
import { SessionTable } from './session-table.svelte.ts';
import { LiveTimeline } from './timeline.svelte.ts';

/** What the page needs of the browser. */
export interface DashboardOptions extends Omit<ConnectionOptions, 'onmessages'> {
  readonly clock: Clock;
  readonly hash: HashStore;
  readonly store: () => PreferenceStore;
  readonly sendSamples: SendSamples;
  readonly sendPlay: SendPlay;
  readonly sendRecording: SendRecording;
  readonly sendMark: SendMark;
}

/** How far the view is behind the traffic while it stands still. */
export interface Behind {
  readonly events: number;
  readonly sessions: number;
}

/** All state of the page, wired: what arrives goes to the timeline, what is chosen goes to the dashboard. */
export class Dashboard {
  readonly timeline: LiveTimeline;
  readonly connection: FeedConnection;
  readonly selection: Selection;
  readonly preferences: Preferences;
  readonly table: SessionTable;
  readonly filter: FilterBox;
  readonly found: FoundFindings;
  readonly rates: RateHistory;
  readonly samples: Samples;
  readonly announcer: Announcer;
  readonly present: Present;
  readonly playback: Playback;
  readonly opening: Opening;
  readonly marks: Marks;
  /** Whether the list stays with what is newest. */
  follows = $state(false);
  #backlog = $state.raw<Backlog>();
  #behind = $state.raw<Behind>({ events: 0, sessions: 0 });
  /** The latest event that is shown. */
  #seq = 0;

  constructor(options: DashboardOptions) {
    this.preferences = new Preferences(options.store);
    this.connection = new FeedConnection({ ...options, onmessages: (messages) => this.#take(messages) });
    this.selection = new Selection(options.hash, (before) => this.#follow(before));
    this.table = new SessionTable(this.preferences);
    this.filter = new FilterBox({
      ...{ clock: options.clock, preferences: this.preferences, selection: this.selection },
      send: (message) => this.connection.send(message),
      onselect: (sessions) => this.#select(sessions),
    });
    this.timeline = new LiveTimeline({ selectsRow: () => this.filter.selectsRow });
    this.found = new FoundFindings(this.preferences, options.clock);
    this.rates = new RateHistory(options.clock);
    this.samples = new Samples(options.sendSamples);
    this.announcer = new Announcer(options.clock);
    this.playback = new Playback(options.sendPlay);
    this.marks = new Marks(options.sendMark);
    this.opening = new Opening(options.sendRecording);
    this.present = new Present(options.clock, () => this.timeline.tap?.shared?.at ?? this.playback.state?.at);
    this.#select('any');
    this.timeline.watch(this.selection.session);
  }

  get isPaused(): boolean {
    return this.#backlog !== undefined;
  }
  /** While it is paused. */
  get behind(): Behind {
    return this.#behind;
  }

  /** The view stands still; the traffic does not. */
  pause(): void {
    this.#backlog ??= new Backlog();
    this.#behind = { events: 0, sessions: 0 };
  }

  resume(): void {
    const backlog = this.#backlog;
    if (!backlog) return;
    this.#backlog = undefined;
    this.#show(backlog.drain());
    if (backlog.isCut) this.#watch('anew');
  }

  /** All that the tap keeps for pages is forgotten, here and in every other page. */
  clear(): void {
    this.connection.send({ type: 'clear' });
  }

  #take(messages: readonly FeedMessage[]): void {
    const greeting = messages.findLast(({ type }) => type === 'hello');
    // Of another life of the tap nothing can be added to what stands still here.
    if (greeting?.type === 'hello' && !greeting.resumed) this.resume();
    if (this.#backlog) this.#holdBack(messages, this.#backlog);
    else this.#show(messages);
    if (!greeting) return;
    this.#watch();
    this.filter.greet();
  }

  /** What was asked for since it stands still is shown all the same. */
  #holdBack(messages: readonly FeedMessage[], backlog: Backlog): void {
    for (const message of messages) {
      if (message.type === 'matches' || message.type === 'play' || message.type === 'marks' || this.#isAwaited(message))
        this.#show([message]);
      else backlog.take(message);
    }
    this.#behind = { events: Math.max(0, backlog.seq - this.#seq), sessions: backlog.sessions };
  }

  #isAwaited(message: FeedMessage): boolean {
    const { watched } = this.timeline;
    return message.type === 'rows' && watched?.state === 'awaited' && message.session === watched.session;
  }

  #show(messages: readonly FeedMessage[]): void {
    const greeted = messages.some(({ type }) => type === 'hello');
    // What comes with a hello was there before, or happened while the page was away: the list shows it, nobody need be alarmed.
    const isNews = !greeted && this.timeline.listed;
    const change = this.timeline.take(messages);
    for (const message of messages) this.#takeBeside(message, isNews ? 'news' : 'known');
    if (change) this.table.take(change, this.timeline.sessions);
    for (const { seq } of messages) this.#seq = seq ?? this.#seq;
  }

  #takeBeside(message: FeedMessage, as: 'news' | 'known'): void {
    switch (message.type) {
      case 'hello':
        if (!message.resumed) this.found.clear();
        return;
      case 'sessions':
        if (message.found) this.found.take(message.found);
        this.found.forget(message.removed);
        return this.#announce(message, as);
      case 'totals':
        return this.rates.take(message.totals);
      case 'play':
        return this.playback.take(message);
      case 'marks':
        return this.marks.take(message);
      case 'matches':
        return this.filter.take(message);
      default:
        return;
    }
  }

  #announce({ changed, removed }: Extract<FeedMessage, { type: 'sessions' }>, as: 'news' | 'known'): void {
    if (as === 'news') this.announcer.note(changed, removed);
    else this.announcer.learn(changed);
  }

  #select(sessions: readonly string[] | 'any'): void {
    if (sessions === 'any') return this.table.select(this.filter.selectsSession);
    this.table.reconsider(sessions.map((id) => this.timeline.sessionOf(id)).filter((view) => view !== undefined));
  }

  /** The address has changed, by who reads or by the page itself. */
  #follow(before: { readonly session?: string; readonly filter?: string }): void {
    if (before.session !== this.selection.session) this.#watch();
    if ((before.filter ?? '') !== this.selection.filter) this.filter.follow(this.selection.filter);
  }

  #watch(from: 'seen' | 'anew' = 'seen'): void {
    const { session } = this.selection;
    if (session !== this.timeline.watched?.session) this.#backlog?.forgetEvents();
    this.timeline.watch(session);
    const after = from === 'anew' ? 0 : (this.timeline.watched?.seq ?? 0);
    this.connection.send({ type: 'watch', ...(session !== undefined && { session }), after });
  }
}

export const [getDashboard, setDashboard] = createContext<Dashboard>();
