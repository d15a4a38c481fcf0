import { judge } from '../core/bits/judge-ack.ts';
import { orderedHeaders } from '../core/replay/adaptive-order.ts';
import type { ScriptAct } from '../core/replay/client-script.ts';
import type { PlayedSession } from '../core/replay/played-session.ts';
import type { Destination } from './destination.ts';
import type { Ledger } from './ledger.ts';
import { Stage, type Surroundings } from './stage.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** Cancel-Session is a courtesy: nobody waits long for it, ms. */
const TIMEOUT_MS = 1_500;
/** Connections at the same time. */
const AT_ONCE = 16;

export interface Cancelling {
  readonly surroundings: Surroundings;
  readonly ledger: Ledger;
  readonly connect: (destination: Destination, signal: AbortSignal) => Promise<UpstreamConnection>;
}

/** Tells the server that it need not keep its parts. Says of how many sessions it agreed. */
export async function cancelSessions(
  open: readonly (readonly [PlayedSession, ScriptAct])[],
  means: Cancelling,
): Promise<{ readonly cancelled: number; readonly others: number }> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const waiting = open[Symbol.iterator]();
  let cancelled = 0;
  const work = async () => {
    for (const [session, act] of waiting) if (await cancel(session, act, means, signal)) cancelled += 1;
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, open.length) }, work));
  return { cancelled, others: open.length - cancelled };
}

async function cancel(session: PlayedSession, act: ScriptAct, means: Cancelling, signal: AbortSignal): Promise<boolean> {
  const step = act.steps.find((known) => known.session === session.recorded.id);
  if (!step || signal.aborted) return false;
  const stage = new Stage(act, means.ledger, means.surroundings, [session]);
  const place = stage.placeAt(session.hostId, step);
  if (typeof place === 'string') return false;
  const headers = orderedHeaders({ type: 'send', packet: 'cancel-session', step, added: true }, session.freshId);
  try {
    const upstream = await means.connect(place.destination, signal);
    const sent = await stage.send(upstream, step, place, nothing(), { ...headers, stubborn: false, paced: false });
    const row = await sent.over;
    await upstream.end('fin');
    return row?.answer !== undefined && 'status' in row.answer && judge(row.answer) === 'accepted';
  } catch {
    // A server that can't be reached deletes the session by itself, later [BUP §3.2.2.1].
    return false;
  }
}

async function* nothing(): AsyncGenerator<never> {}
