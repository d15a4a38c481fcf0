import type { FeedMessage } from '../../proxy/core/feed.ts';
import { Announcer } from './announcer.svelte.ts';
import type { Clock } from './clock.ts';
import { type ConnectionOptions, FeedConnection } from './connection.svelte.ts';
import { Opening, type SendRecording } from './opening.svelte.ts';
import { Playback, type SendPlay } from './playback.svelte.ts';
import { type PreferenceStore, Preferences } from './preferences.svelte.ts';
import { Present } from './present.svelte.ts';
import { Samples, type SendSamples } from './samples.svelte.ts';
import { type HashStore, Selection } from './selection.svelte.ts';
import { LiveTimeline } from './timeline.svelte.ts';

/** What the page needs of the browser. */
export interface DashboardOptions extends Omit<ConnectionOptions, 'onmessages'> {
  readonly clock: Clock;
  readonly hash: HashStore;
  readonly store: () => PreferenceStore;
  readonly sendSamples: SendSamples;
  readonly sendPlay: SendPlay;
  readonly sendRecording: SendRecording;
}

/** All state of the page, wired: what arrives goes to the timeline, what is chosen goes to the dashboard. */
export class Dashboard {
  readonly timeline = new LiveTimeline();
  readonly connection: FeedConnection;
  readonly selection: Selection;
  readonly preferences: Preferences;
  readonly samples: Samples;
  readonly announcer: Announcer;
  readonly present: Present;
  readonly playback: Playback;
  readonly opening: Opening;

  constructor(options: DashboardOptions) {
    this.connection = new FeedConnection({ ...options, onmessages: (messages) => this.#take(messages) });
    this.selection = new Selection(options.hash, () => this.#watch());
    this.preferences = new Preferences(options.store);
    this.samples = new Samples(options.sendSamples);
    this.announcer = new Announcer(options.clock);
    this.playback = new Playback(options.sendPlay);
    this.opening = new Opening(options.sendRecording);
    this.present = new Present(options.clock, () => this.playback.state?.at);
    this.timeline.watch(this.selection.session);
  }

  #take(messages: readonly FeedMessage[]): void {
    const greeted = messages.some(({ type }) => type === 'hello');
    // What comes with a hello was there before, or happened while the page was away: the list shows it, nobody need be alarmed.
    const isNews = !greeted && this.timeline.listed;
    for (const message of messages) if (message.type === 'sessions') this.#announce(message, isNews ? 'news' : 'known');
    for (const message of messages) if (message.type === 'play') this.playback.take(message);
    this.timeline.take(messages);
    this.selection.suggest(this.timeline.sessions[0]?.id);
    if (greeted) this.#watch();
  }

  #announce({ changed, removed }: Extract<FeedMessage, { type: 'sessions' }>, as: 'news' | 'known'): void {
    if (as === 'news') this.announcer.note(changed, removed);
    else this.announcer.learn(changed);
  }

  #watch(): void {
    const { session } = this.selection;
    this.timeline.watch(session);
    const after = this.timeline.watched?.seq ?? 0;
    this.connection.send({ type: 'watch', ...(session !== undefined && { session }), after });
  }
}
