import { DEFAULT_IGNORED } from '../core/compare/ignore-list.ts';
import type { PageReplayed } from '../core/page-tools.ts';
import { clientScript } from '../core/replay/client-script.ts';
import { Timeline } from '../core/timeline.ts';
import type { WireEvent } from '../core/wire.ts';
import type { ReplayFromPage } from '../dashboard/api-replay.ts';
import { ProxyError } from '../errors.ts';
import { type ReplayResult, replay } from '../replay/replay.ts';
import { ReplayedSessions } from '../replay/replayed-sessions.ts';
import { bodyOf } from '../store/bodies.ts';
import { parseUrl } from './values.ts';

/** Replays for a page, one at a time. `observe` gets what goes over the wire, on connections that nobody else has. */
export function replayFromPage(observe: (event: WireEvent) => void = () => {}): ReplayFromPage {
  let running = false;
  let count = 0;
  return async ({ sessions, rows, connections, bytes }, { to, mode }) => {
    if (running) throw new ProxyError('bad-option', 'A replay is running: wait until it has ended.');
    running = true;
    count += 1;
    try {
      const timeline = new Timeline();
      for (const session of sessions) timeline.sessions.set(session.id, session);
      for (const [id, connection] of connections) timeline.connections.set(id, connection);
      for (const row of rows) timeline.rows.set(row.exchange.id, row);
      const script = clientScript(timeline);
      if (script.acts.length === 0) throw new ProxyError('bad-option', 'There is nothing to replay in what was chosen.');
      const replayed = new ReplayedSessions(timeline, DEFAULT_IGNORED);
      const result = await replay({
        ...{ script, bytes, mode, to: parseUrl(to), pace: 0 },
        readBody: (connection, request, start, end) => bodyOf(bytes, connection, 'client', request, { start, end }),
        onPlayed: (repetition) => replayed.take(repetition),
        observe: (event) => observe(renamed(event, `r${count}-`)),
      });
      return told(result, replayed);
    } finally {
      running = false;
    }
  };
}

function told({ requests, notes, zeroBytes }: ReplayResult, { kept }: ReplayedSessions): PageReplayed {
  const zeros = zeroBytes > 0 ? [`${zeroBytes} bytes were not recorded: zeros were sent for them.`] : [];
  return { requests, comparisons: kept.map(({ comparison }) => comparison), notes: [...zeros, ...notes.map(({ text }) => text)] };
}

function renamed(event: WireEvent, prefix: string): WireEvent {
  if (!('connection' in event) || event.connection === undefined) return event;
  const connection = prefix + event.connection;
  return event.type === 'data' ? { ...event, connection, bytes: Uint8Array.from(event.bytes) } : { ...event, connection };
}
