import { resolveReplyUrl } from '../../core/bits/reply.ts';
import { ProxyError } from '../../errors.ts';
import type { UploadOptions, UploadProgress, UploadResult } from '../bits-client.ts';
import { printable } from '../printable.ts';
import { ActiveHost } from './active-host.ts';
import { BitsConnection } from './connection.ts';
import { Delivery, SessionLost } from './delivery.ts';
import { Fragments } from './fragments.ts';
import { Patience } from './patience.ts';
import { SourceChanged, type SourceFile } from './source-file.ts';

const DEFAULT_FRAGMENT_SIZE = 1 << 20;
const DEFAULT_RESTARTS = 3;
/** As much of a reply as Windows gives to an application in memory [DOC retrieving-the-reply-from-an-upload-reply-job]. */
const MAX_REPLY = 1 << 20;
/** Cancel-Session is a courtesy: nobody waits long for it. */
const CANCEL_TIMEOUT_MS = 5_000;

type Reply = Pick<UploadResult, 'reply' | 'replyLength' | 'replyUrl'>;

/** One upload, through the states of [BUP §3.1.1]. Used once. */
export class UploadRun {
  readonly #source: SourceFile;
  readonly #options: UploadOptions;
  readonly #connection: BitsConnection;
  readonly #patience: Patience;
  readonly #host: ActiveHost;
  readonly #delivery: Delivery;
  readonly #fragments: Fragments;
  #sessionId: string | undefined;
  #restarts = 0;
  #acknowledged = 0n;

  constructor(source: SourceFile, options: UploadOptions) {
    this.#source = source;
    this.#options = options;
    this.#connection = new BitsConnection(options);
    this.#patience = new Patience(options.retries ?? {}, options.signal);
    this.#host = new ActiveHost(this.#connection);
    this.#delivery = new Delivery(this.#connection, this.#host, this.#patience);
    this.#fragments = new Fragments({
      ...{ source, connection: this.#connection, delivery: this.#delivery, patience: this.#patience },
      size: options.fragmentSize ?? DEFAULT_FRAGMENT_SIZE,
      onAcknowledged: (nextOffset) => this.#show('uploading', nextOffset),
    });
  }

  async run(): Promise<UploadResult> {
    try {
      this.#show('connecting');
      await this.#ping();
      return await this.#untilComplete();
    } catch (error) {
      await this.#cancel();
      throw this.#explained(error);
    } finally {
      this.#connection.reset();
    }
  }

  async #untilComplete(): Promise<UploadResult> {
    const { restarts: limit = DEFAULT_RESTARTS } = this.#options.retries ?? {};
    for (;;) {
      try {
        return await this.#attempt();
      } catch (error) {
        if (!(error instanceof SessionLost)) throw error;
        this.#sessionId = undefined;
        if (this.#restarts === limit)
          throw new ProxyError('upload-failed', `The server forgot the session ${limit + 1} times.`, { cause: error });
        this.#restarts += 1;
        this.#host.forget();
      }
    }
  }

  /** From Create-Session to Close-Session. */
  async #attempt(): Promise<UploadResult> {
    const sessionId = await this.#createSession();
    const { replyUrl } = await this.#fragments.send(sessionId);
    const reply = replyUrl === undefined ? {} : await this.#fetchReply(replyUrl);
    await this.#close(sessionId);
    this.#sessionId = undefined;
    this.#show('done');
    const { accepted: fragments } = this.#fragments;
    return { sessionId, size: this.#source.size, fragments, resumes: this.#delivery.interruptions, restarts: this.#restarts, ...reply };
  }

  async #ping(): Promise<void> {
    await this.#delivery.deliver('Ping', () => this.#connection.ping());
  }

  async #createSession(): Promise<string> {
    const ack = await this.#delivery.deliver('Create-Session', () => this.#connection.createSession());
    if (!ack.sessionId) throw new ProxyError('upload-failed', 'The server accepted Create-Session, but named no session.');
    this.#sessionId = ack.sessionId;
    // Another host is pinged before it gets a Fragment [BUP §3.1.5.2.2].
    if (this.#host.adopt(ack)) await this.#ping();
    this.#show('uploading', 0n);
    return ack.sessionId;
  }

  /** Before Close-Session, which deletes the reply [BUP §2.2.8]. A relative URL belongs to the destination, not to a Host-Id. */
  async #fetchReply(announced: string): Promise<Reply> {
    this.#show('fetching reply');
    const replyUrl = resolveReplyUrl(announced, this.#options.url.href);
    if (replyUrl === undefined || !URL.canParse(replyUrl))
      throw new ProxyError('upload-failed', `The server's reply URL is unusable: ${printable(announced)}.`);
    const { bytes, length } = await this.#delivery.deliver('the reply', () => this.#connection.download(new URL(replyUrl), MAX_REPLY));
    return { reply: bytes, replyLength: length, replyUrl };
  }

  async #close(sessionId: string): Promise<void> {
    this.#show('closing');
    const { interruptions } = this.#delivery;
    try {
      await this.#delivery.deliver('Close-Session', () => this.#connection.closeSession(sessionId));
    } catch (error) {
      // A repeated Close-Session whose first Ack was lost: the session is gone because it was closed (E22).
      if (error instanceof SessionLost && this.#delivery.interruptions > interruptions) return;
      throw error;
    }
  }

  /** Whatever ended the upload, the server need not keep its part. */
  async #cancel(): Promise<void> {
    const { signal: _ended, ...options } = this.#options;
    if (this.#sessionId === undefined) return;
    const connection = new BitsConnection({ ...options, timeoutMs: CANCEL_TIMEOUT_MS });
    connection.useHost(this.#host.current);
    try {
      await connection.cancelSession(this.#sessionId);
    } catch {
      // A server that cannot be reached deletes the session by itself, later [BUP §3.2.2.1].
    } finally {
      connection.reset();
    }
  }

  #explained(error: unknown): unknown {
    const { signal, file } = this.#options;
    if (signal?.aborted) return new ProxyError('upload-failed', 'The upload was cancelled.', { cause: error });
    if (error instanceof SourceChanged)
      return new ProxyError('upload-failed', `${file} was changed during the upload, which was cancelled.`, { cause: error });
    if (error instanceof SessionLost)
      return new ProxyError('upload-failed', 'The server answers as if a session were lost before there was one.', { cause: error });
    return error;
  }

  #show(phase: UploadProgress['phase'], acknowledged = this.#acknowledged): void {
    this.#acknowledged = acknowledged;
    this.#options.onProgress?.({ phase, acknowledged, total: this.#source.size });
  }
}
