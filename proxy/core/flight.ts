import { isNotification } from './bits/classify.ts';
import { withoutPort } from './bits/host-id.ts';
import type { RequestPacket } from './bits/packet.ts';
import type { Session } from './bits/session.ts';
import type { SessionEntry, SessionStore } from './bits/session-store.ts';
import type { Exchange } from './http/exchange.ts';
import { type HttpResponse, header, type RequestHead } from './http/message.ts';
import { announcesClose } from './http/persistence.ts';
import type { ConnectionFacts, Overlap, ServerFacts } from './rules/case.ts';
import type { Connection, ExchangeKind } from './timeline.ts';

/** An exchange on its way, and what it is about. */
export interface Flight {
  exchange: Exchange;
  readonly kind: ExchangeKind;
  readonly entry?: SessionEntry;
  readonly bits?: BitsRequest;
  /** Body bytes of the request that were counted in the session. */
  counted: number;
  /** It has changed since it was shown: the next tick shows it, or the answer if that is faster. */
  stale: boolean;
  /** Its request was told. */
  told: boolean;
  judged: boolean;
}

export interface BitsRequest {
  readonly packet: RequestPacket;
  readonly entry: SessionEntry;
  /** The session, its server and its connection as they stood before. */
  readonly before: Session;
  readonly server: ServerFacts;
  readonly connection: ConnectionFacts;
  readonly overlap?: Overlap;
}

/** A connection with its exchanges on their way: hardly ever more than two, so that a list is faster than a map. */
export interface Tracked {
  readonly view: Connection;
  /** The client's address without its port. */
  readonly client: string;
  readonly flights: Flight[];
  /** Replaced with each answer. */
  facts: ConnectionFacts;
  /** When its last answer ended. */
  answeredAt: number;
  /** The client has sent all that it will send. */
  clientEnded: boolean;
  /** The session of its last packet. */
  lastEntry: SessionEntry | undefined;
}

export function track(view: Connection): Tracked {
  const facts: ConnectionFacts = { id: view.id, answered: 0, closeAnnounced: false, serverEnded: false };
  return { view, client: withoutPort(view.client), flights: [], facts, answeredAt: 0, clientEnded: false, lastEntry: undefined };
}

/** The session whose reply a request downloads. */
export function replyFetchedBy(
  { method, headers, target }: RequestHead,
  { server = '' }: Connection,
  store: SessionStore,
): SessionEntry | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  return store.replyOf(server, header(headers, 'Host'), target);
}

/** Of what is neither BITS nor the download of a reply. */
export function kindOf(head: RequestHead | undefined): ExchangeKind {
  return head && isNotification(head) ? 'notification' : 'other';
}

export function leave({ flights }: Tracked, flight: Flight): void {
  const index = flights.indexOf(flight);
  if (index === 0) flights.shift();
  else if (index > 0) flights.splice(index, 1);
}

/** One more answer came on the connection. */
export function countResponse(connection: Tracked, response: HttpResponse): void {
  const { id, answered, serverEnded } = connection.facts;
  connection.facts = { id, answered: answered + 1, closeAnnounced: announcesClose(response), serverEnded };
  connection.answeredAt = response.endedAt ?? response.headAt;
}

/** A server that closes so soon after its answer did not wait for another request: that is no idle time-out, ms. */
const AT_ONCE_MS = 1_000;

/** The server ends a connection at this time on which nothing is under way, right behind its answer, and had not said that it would. */
export function endsUnannounced({ flights, facts, answeredAt, clientEnded }: Tracked, at: number): boolean {
  if (clientEnded || flights.length > 0 || facts.answered === 0 || facts.closeAnnounced || facts.serverEnded) return false;
  return at - answeredAt < AT_ONCE_MS;
}
