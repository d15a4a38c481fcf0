import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Speaker } from '../core/wire.ts';
import { lingeringClose } from './answer.ts';

/**
 * A client's socket as node:http and http-proxy see it: what is fed comes out of it, what they write goes to the client
 * and is told to `observe` as it left.
 */
export class ObservedStream extends Duplex {
  /** Whose words are being written: `proxy` while we answer in place of the server. */
  speaker: Exclude<Speaker, 'client'> = 'server';
  readonly #socket: Socket;
  readonly #wants: () => void;
  readonly #observe: (from: Speaker, bytes: Uint8Array) => void;
  #detached = false;

  /** `wants` is called when what was fed is used up. */
  constructor(socket: Socket, observe: (from: Speaker, bytes: Uint8Array) => void, wants: () => void) {
    super({ allowHalfOpen: true });
    this.#wants = wants;
    this.#socket = socket;
    this.#observe = observe;
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  /** Bytes that the client sent. */
  feed(bytes: Uint8Array): void {
    if (!this.push(bytes)) this.#socket.pause();
  }

  /** Lets go of the socket: it goes another way, and ending this stream does not end it. */
  detach(): void {
    this.#detached = true;
    this.destroy();
  }

  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.end(() => this.destroy());
  }

  // What node:http and http-proxy ask of a socket; the real one is set up already and has no time-outs.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  override _read(): void {
    if (!this.#detached) this.#wants();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#detached) return done();
    this.#socket.write(chunk, done);
    this.#observe(this.speaker, chunk);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#detached) this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#detached && !this.#socket.destroyed) lingeringClose(this.#socket);
    done(error);
  }
}
