import type { Ack, NoAck, RequestPacket } from '../bits/packet.ts';
import type { Session } from '../bits/session.ts';
import type { Exchange } from '../http/exchange.ts';
import type { RequestHead } from '../http/message.ts';
import type { Judgement } from './rule.ts';

// What rules may look at. Whatever a rule needs to know beyond its packet is declared here and kept by others: no rule remembers anything.

/** What we know of a server when an exchange is judged; the exchange itself not counted in. */
export interface ServerFacts {
  readonly name: string;
  /** It has acknowledged a BITS packet before. */
  readonly acknowledgedBits: boolean;
  /** The first packet that we saw for it began a session, so that we hardly missed one. */
  readonly watchedFromStart: boolean;
  /** Ids like the one asked for that it gave out: alike but for braces or letter case. */
  readonly similarSessionId?: string;
  /** The other session, still open, that it gave the id of this Create-Session's Ack to before. */
  readonly sameIdElsewhere?: Session;
}

/** The client's connection as it stood when the request began. */
export interface ConnectionFacts {
  readonly id: string;
  /** Exchanges that were answered on it. */
  readonly answered: number;
  /** Its last answer said that the server closes it: `Connection: close`, or HTTP/1.0 without keep-alive. */
  readonly closeAnnounced: boolean;
  /** The server had ended it (FIN) before this request came. */
  readonly serverEnded: boolean;
}

/** What this client and others did with the same URL before, as it stood when the exchange ended; the exchange itself not counted in. */
export interface UploadFacts {
  /**
   * Sessions that were accepted for this client and URL and given up, since one was closed or cancelled: their whole file
   * was never acknowledged, and no packet of theirs came once the next one began.
   */
  readonly unfinished: number;
  /** How many of these the server itself no longer knew (0x8020001F). */
  readonly forgotten: number;
  /** Bytes that servers had acknowledged in these. */
  readonly acknowledgedInVain: bigint;
  /** Earlier sessions on this server and path, whoever uploaded, that got a reply URL with their final Ack. */
  readonly repliesBefore: number;
}

/** Another request that still waited for its answer when this one began [DOC bits-request-packets]. */
export interface Overlap {
  readonly exchange: string;
  readonly packet: RequestPacket['type'];
  readonly connection: string;
  /** Whether it is of the same session, or only on the same connection. */
  readonly shares: 'session' | 'connection';
  /** How long it had waited, ms; and whether its client had given up its connection (FIN, RST) by then. */
  readonly waitedMs: number;
  readonly abandoned: boolean;
}

/** One exchange, complete or cut off, ready to be judged. */
export interface Case<Request extends RequestPacket = RequestPacket> {
  readonly exchange: Exchange;
  readonly request: Request;
  readonly ack: Ack | NoAck;
  /** The session as it stood when the request began, and with what came of it. */
  readonly before: Session;
  readonly after: Session;
  readonly server: ServerFacts;
  readonly connection: ConnectionFacts;
  readonly upload: UploadFacts;
  readonly overlap?: Overlap;
  /** What the rules about the request found in this very exchange: for rules about its answer, which are asked after them. */
  readonly faults: readonly Judgement[];
}

/** A session that is over, was quiet for long, or whose traffic came to its end. */
export interface SessionCase {
  readonly session: Session;
  readonly at: number;
  /** `over`: closed, cancelled or unknown to its server. `quiet`: no packet for 24 hours. `traffic-ended`: nothing more will come. */
  readonly moment: 'over' | 'quiet' | 'traffic-ended';
  /** Since its last packet or answer, ms. */
  readonly silenceMs: number;
  /** Earlier sessions of the same client and server that are over, the oldest first: the last twenty. */
  readonly earlier: readonly PastSession[];
}

/** What is remembered of a session that is over. */
export interface PastSession {
  readonly sessionId?: string;
  readonly createdAt: number;
  readonly path: string;
  readonly host?: string;
  readonly userAgent?: string;
  readonly serverAgent?: string;
  /** As in `SessionMemory`. */
  readonly unlikeIis?: boolean;
  readonly errorCode?: number | 'various';
  readonly total?: bigint;
  /** The reply's URL as sent, and whether it was fetched whole. */
  readonly replyUrl?: string;
  readonly replyFetched: boolean;
}

/** A server tells the application behind it of an upload, and what that answered [BUP §2.2.12, §2.2.13]. */
export interface NotificationCase {
  readonly exchange: Exchange;
  readonly request: RequestHead;
  /** Earlier notifications of the same upload: same original URL, same data file where one is named. */
  readonly repeats: number;
}
