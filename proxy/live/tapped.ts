import type { Socket } from 'node:net';
import type { FramedHead } from '../core/http/message.ts';
import type { CloseKind, Speaker, WireEvent } from '../core/wire.ts';
import { lingeringClose, plainAnswer } from './answer.ts';
import { now } from './clock.ts';
import type { Refusal } from './route.ts';

/** A client's connection as the timeline sees it: it tells what happens, in the right order and once. */
export class Tapped {
  readonly id: string;
  readonly socket: Socket;
  readonly #observe: (event: WireEvent) => void;
  #end: { readonly by: Speaker; readonly how: CloseKind; readonly reason?: string } | undefined;
  #closed = false;

  constructor(id: string, socket: Socket, observe: (event: WireEvent) => void, server: string | undefined) {
    this.id = id;
    this.socket = socket;
    this.#observe = observe;
    observe({
      type: 'opened',
      at: now(),
      connection: id,
      client: `${bracketed(socket.remoteAddress ?? '?')}:${socket.remotePort ?? 0}`,
      ...(server !== undefined && { server }),
    });
  }

  /** `read`: the request head that the bytes are, where that is known. */
  data(from: Speaker, bytes: Uint8Array, read?: FramedHead): void {
    if (bytes.length === 0) return;
    const at = now();
    if (read) this.#observe({ type: 'data', at, connection: this.id, from, bytes, read });
    else this.#observe({ type: 'data', at, connection: this.id, from, bytes });
  }

  rewritten(what: string): void {
    this.#observe({ type: 'rewrite', at: now(), connection: this.id, what });
  }

  routed(server: string): void {
    this.#observe({ type: 'routed', at: now(), connection: this.id, server });
  }

  /** One side sent its FIN. Who did it first ended the connection, unless it is reset later. */
  ended(by: 'client' | 'server'): void {
    this.#end ??= { by, how: 'fin' };
    this.#observe({ type: 'ended', at: now(), connection: this.id, by });
  }

  /** It ended in a way that tells more than a FIN does. */
  broken(by: Speaker, how: CloseKind, reason?: string): void {
    if (this.#end && this.#end.how !== 'fin') return;
    this.#end = { by, how, ...(reason !== undefined && { reason }) };
  }

  closed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#observe({ type: 'closed', at: now(), connection: this.id, ...(this.#end ?? { by: 'client', how: 'fin' }) });
  }

  /** Answers in place of the server, and says on the timeline why. */
  answer({ status, reason, problem }: Refusal): void {
    const answer = plainAnswer(status, reason, problem.message);
    if (this.socket.writable) this.socket.write(answer);
    this.data('proxy', answer);
    this.fault(problem);
    this.broken('proxy', 'failed', problem.message);
    lingeringClose(this.socket);
  }

  fault({ code, message }: { readonly code: string; readonly message: string }): void {
    this.#observe({ type: 'fault', at: now(), code, message, connection: this.id });
  }
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
