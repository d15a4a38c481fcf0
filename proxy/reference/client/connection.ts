import type { Agent, ClientRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { formatHostId, type HostId } from '../../core/bits/host-id.ts';
import type { CancelSessionAck, CloseSessionAck, CreateSessionAck, FragmentAck, PingAck } from '../../core/bits/packet.ts';
import { decodeCancelSessionAck } from '../../core/bits/packets/cancel-session.ts';
import { decodeCloseSessionAck } from '../../core/bits/packets/close-session.ts';
import { decodeCreateSessionAck } from '../../core/bits/packets/create-session.ts';
import { decodeFragmentAck } from '../../core/bits/packets/fragment.ts';
import { decodePingAck } from '../../core/bits/packets/ping.ts';
import type { ContentRange } from '../../core/bits/range.ts';
import { VERSION } from '../../version.ts';
import { type RawAck, readAck } from './acks.ts';
import { answerTo, beginRequest, ignoreBody, type ReadBody, readBody, singleConnection, type Target } from './http-request.ts';
import { METHOD, type OutgoingPacket, packetHeaders } from './packets.ts';

export interface ConnectionOptions {
  /** The destination. */
  readonly url: URL;
  readonly proxy?: URL;
  /** Default `bitstap/<version>`. */
  readonly userAgent?: string;
  /** How long the server may be silent while a request is under way; default 5 minutes [BUP §3.1.2]. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface FragmentToSend {
  readonly sessionId: string;
  readonly range: ContentRange;
  readonly contentName?: string;
}

/** An ordinary download. */
export interface Download extends ReadBody {
  readonly status: number;
  readonly reason: string;
}

/**
 * Sends packets, one at a time, on a connection that is kept open, and made anew when it was lost. Every method rejects
 * when the connection breaks before the answer came; no method judges the answer.
 */
export class BitsConnection {
  readonly #options: ConnectionOptions;
  readonly #userAgent: string;
  #target: Target;
  #agent: Agent;

  constructor(options: ConnectionOptions) {
    const { url, proxy, userAgent = `bitstap/${VERSION}` } = options;
    this.#options = options;
    this.#userAgent = userAgent;
    this.#target = { url, ...(proxy && { proxy }) };
    this.#agent = singleConnection(this.#target);
  }

  /** From here on packets go to this host [BUP §2.2.3.2], or to the destination's own again. A port that is not named stays. */
  useHost(hostId: HostId | undefined): void {
    const url = new URL(this.#options.url);
    if (hostId) url.host = formatHostId(hostId);
    this.#target = { ...this.#target, url };
    this.reset();
  }

  async ping(): Promise<PingAck> {
    return decodePingAck((await this.#send({ type: 'ping' })).fields);
  }

  async createSession(): Promise<CreateSessionAck> {
    const { fields, headers } = await this.#send({ type: 'create-session' });
    return decodeCreateSessionAck(fields, headers);
  }

  /** `body` gives exactly the bytes of the range. When it throws, the connection is cut and the error passed on. */
  async fragment(fragment: FragmentToSend, body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<FragmentAck> {
    const { fields, headers } = await this.#send({ type: 'fragment', ...fragment }, body);
    return decodeFragmentAck(fields, headers);
  }

  async closeSession(sessionId: string): Promise<CloseSessionAck> {
    return decodeCloseSessionAck((await this.#send({ type: 'close-session', sessionId })).fields);
  }

  async cancelSession(sessionId: string): Promise<CancelSessionAck> {
    return decodeCancelSessionAck((await this.#send({ type: 'cancel-session', sessionId })).fields);
  }

  /** Sends the head of a Fragment and the first bytes of its body, and cuts the connection once they are out. */
  async cutFragment(fragment: FragmentToSend, part: Uint8Array): Promise<void> {
    const request = this.#begin({ type: 'fragment', ...fragment });
    await new Promise<void>((resolve, reject) => {
      request.on('error', reject);
      request.write(part, () => resolve());
    });
    request.destroy();
    this.reset();
  }

  /** An ordinary GET, for replies; keeps the first `limit` bytes. */
  async download(url: URL, limit: number): Promise<Download> {
    const { proxy } = this.#target;
    const headers = ['Accept', '*/*', 'User-Agent', this.#userAgent, 'Host', url.host, 'Connection', 'Keep-Alive'];
    // The reply may lie on another host than the session [BUP §4.2].
    const agent = proxy || url.origin === this.#target.url.origin ? this.#agent : false;
    const request = beginRequest({ ...this.#target, url }, { method: 'GET', headers, agent, ...this.#limits });
    request.end();
    const response = await answerTo(request);
    const body = await readBody(response, limit);
    return { ...body, status: response.statusCode ?? 0, reason: response.statusMessage ?? '' };
  }

  /** Ends the connection; the next request makes a new one. */
  reset(): void {
    this.#agent.destroy();
    this.#agent = singleConnection(this.#target);
  }

  async #send(packet: OutgoingPacket, outgoing: Iterable<Uint8Array> | AsyncIterable<Uint8Array> = []): Promise<RawAck> {
    const request = this.#begin(packet);
    const answered = answerTo(request);
    // When sending fails `answered` rejects, unless the server has spoken already, which counts for more.
    pipeline(outgoing, request).catch(() => undefined);
    const response = await answered;
    const body = await ignoreBody(response);
    // After an early answer the rest of the request is of no use to anyone, and only a new connection is in step.
    if (body === 'cut' || !request.writableFinished) this.reset();
    return readAck(response);
  }

  #begin(packet: OutgoingPacket): ClientRequest {
    const headers = packetHeaders(packet, { host: this.#target.url.host, userAgent: this.#userAgent });
    return beginRequest(this.#target, { method: METHOD, headers, agent: this.#agent, ...this.#limits });
  }

  get #limits(): { timeoutMs: number; signal?: AbortSignal } {
    const { timeoutMs = 300_000, signal } = this.#options;
    return { timeoutMs, ...(signal && { signal }) };
  }
}
