import { type JsonObject, jsonCount, jsonList, jsonObject, jsonText } from '../text/loose-json.ts';
import type { Speaker, WireEvent } from '../wire.ts';
import { EventMessage } from './event-message.ts';

/** What was told of an exchange so far. */
interface Progress {
  readonly connection: string;
  readonly request: EventMessage;
  readonly response: EventMessage;
  rewrites: number;
  interim: number;
  unreadable: boolean;
}

/** Of exchanges that are over the last ones are known, should they come up again. */
const MAX_OVER = 100_000;
/** Exchanges that are not over: those that are forgotten would have been answered long ago. */
const MAX_OPEN = 100_000;

/** The exchanges of a timeline that is read back: each time it is told how far one has come, what is new of it was sent. */
export class EventExchanges {
  readonly #tell: (event: WireEvent) => void;
  readonly #open = new Map<string, Progress>();
  readonly #over = new Set<string>();
  count = 0;
  /** Of bodies, which are not there. */
  bodyBytes = 0;
  /** Stretches that were no HTTP. */
  unreadable = 0;

  constructor(tell: (event: WireEvent) => void) {
    this.#tell = tell;
  }

  take(id: string, connection: string, view: JsonObject, at: number): void {
    if (this.#over.has(id)) return;
    const progress = this.#open.get(id) ?? this.#begin(id, connection);
    const answeredBy: Speaker = view.answeredBy === 'proxy' ? 'proxy' : 'server';
    const response = jsonObject(view.response);
    progress.request.take(jsonObject(view.request), 'client', at);
    this.#tellRewrites(progress, jsonList(view.rewrites), at);
    this.#tellInterim(progress, jsonList(view.interim), answeredBy, jsonCount(response?.startedAt) ?? at);
    progress.response.take(response, answeredBy, at);
    this.#tellUnreadable(progress, jsonObject(view.unreadable), at);
    if (isOver(view)) this.#end(id, progress);
  }

  /** Nothing more is told of it. */
  forget(id: string): void {
    const progress = this.#open.get(id);
    if (progress) this.#end(id, progress);
  }

  end(): void {
    for (const [id, progress] of this.#open) this.#end(id, progress);
  }

  #begin(id: string, connection: string): Progress {
    this.count += 1;
    const message = () => new EventMessage(connection, this.#tell);
    const progress = { connection, request: message(), response: message(), rewrites: 0, interim: 0, unreadable: false };
    this.#open.set(id, progress);
    for (const [oldest, forgotten] of this.#open) {
      if (this.#open.size <= MAX_OPEN) break;
      this.#end(oldest, forgotten);
    }
    return progress;
  }

  #end(id: string, { request, response }: Progress): void {
    request.end();
    response.end();
    this.bodyBytes += request.bodyLength + response.bodyLength;
    this.#open.delete(id);
    this.#over.add(id);
    if (this.#over.size > MAX_OVER) for (const oldest of this.#over.keys()) return void this.#over.delete(oldest);
  }

  #tellRewrites(progress: Progress, rewrites: readonly unknown[], at: number): void {
    for (const what of rewrites.slice(progress.rewrites)) {
      progress.rewrites += 1;
      const { connection, request } = progress;
      this.#tell({ type: 'rewrite', at: request.headAt ?? at, connection, what: jsonText(what) ?? '' });
    }
  }

  #tellInterim(progress: Progress, interim: readonly unknown[], from: Speaker, at: number): void {
    for (const head of interim.slice(progress.interim)) {
      progress.interim += 1;
      progress.response.tellHead(jsonObject(head) ?? {}, from, at, at);
    }
  }

  /** Of what was no HTTP only is known where it stood. A head that leaves the end of its body unknown is enough for it. */
  #tellUnreadable(progress: Progress, unreadable: JsonObject | undefined, at: number): void {
    if (!unreadable || progress.unreadable) return;
    progress.unreadable = true;
    const from = unreadable.from === 'server' ? 'server' : 'client';
    const message = from === 'client' ? progress.request : progress.response;
    message.end();
    if (message.framing === 'unknown') return;
    this.unreadable += 1;
    this.#tell({ type: 'gap', at, connection: progress.connection, from, bytes: 1 });
  }
}

function isOver(view: JsonObject): boolean {
  const ended = (message: unknown) => jsonCount(jsonObject(message)?.endedAt) !== undefined;
  switch (view.outcome) {
    case 'cut-off':
    case 'tunnel':
    case 'malformed':
      return true;
    case 'unsolicited':
      return ended(view.response);
    default:
      return ended(view.request) && ended(view.response);
  }
}
