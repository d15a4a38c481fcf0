import { CONNECTION } from './bits/headers.ts';
import { withoutPort } from './bits/host-id.ts';
import type { RequestPacket } from './bits/packet.ts';
import type { Session } from './bits/session.ts';
import type { SessionEntry } from './bits/session-store.ts';
import type { Exchange } from './http/exchange.ts';
import { type HttpResponse, header } from './http/message.ts';
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
  /** Exchanges that were answered; replaced with each. */
  facts: ConnectionFacts;
  /** The client has sent all that it will send. */
  clientEnded: boolean;
  /** The session of its last packet. */
  lastEntry: SessionEntry | undefined;
}

export function track(view: Connection): Tracked {
  return {
    view,
    client: withoutPort(view.client),
    flights: [],
    facts: { id: view.id, answered: 0, closeAnnounced: false },
    clientEnded: false,
    lastEntry: undefined,
  };
}

export function leave({ flights }: Tracked, flight: Flight): void {
  const index = flights.indexOf(flight);
  if (index === 0) flights.shift();
  else if (index > 0) flights.splice(index, 1);
}

/** One more answer came on the connection. */
export function withAnswer({ id, answered }: ConnectionFacts, response: HttpResponse): ConnectionFacts {
  return { id, answered: answered + 1, closeAnnounced: announcesClose(response) };
}

/** [RFC 9112 §9.6]; in HTTP/1.0 a connection stays only where both say so. */
function announcesClose({ head: { version, headers } }: HttpResponse): boolean {
  const options = header(headers, CONNECTION)?.toLowerCase() ?? '';
  return options.includes('close') || (version === '1.0' && !options.includes('keep-alive'));
}
