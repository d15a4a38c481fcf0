import type { FramedHead } from './http/message.ts';

/** Who spoke: `proxy` marks bytes that the tap answered itself, for want of a server. */
export type Speaker = 'client' | 'server' | 'proxy';

/**
 * What was seen on a socket, as it happened: the core's only input. Live traffic, an opened capture, a replay and a test
 * differ only in who makes these. `at` is milliseconds since the epoch, with fractions to the microsecond, and never
 * goes back on a connection.
 */
export type WireEvent =
  /** `client` and `server` are `host:port`; `server` is absent where only the requests will tell (forward mode). */
  | { readonly type: 'opened'; readonly at: number; readonly connection: string; readonly client: string; readonly server?: string }
  /** From here on, requests of this connection go to `server` (forward mode). Comes before the bytes that it concerns. */
  | { readonly type: 'routed'; readonly at: number; readonly connection: string; readonly server: string }
  /**
   * Bytes as the client side saw them, before any rewrite. The core keeps no reference to `bytes` after the call. `read`:
   * the request head that these bytes are, no more and no less, where whoever saw them has read it: it is not read twice.
   * `frame`: in a capture, the number of the frame that brought them, and they are the beginning of what it brought.
   * `place`: where their first byte stands in the capture file.
   */
  | {
      readonly type: 'data';
      readonly at: number;
      readonly connection: string;
      readonly from: Speaker;
      readonly bytes: Uint8Array;
      readonly read?: FramedHead;
      readonly frame?: number;
      readonly place?: number;
    }
  /** So many bytes were sent here, but are not in the capture. */
  | {
      readonly type: 'gap';
      readonly at: number;
      readonly connection: string;
      readonly from: 'client' | 'server';
      readonly bytes: number;
    }
  /** What the tap changed in the request whose head was completed last on this connection, in words. */
  | { readonly type: 'rewrite'; readonly at: number; readonly connection: string; readonly what: string }
  /** One side has sent all that it will send (FIN); the other may still speak. */
  | { readonly type: 'ended'; readonly at: number; readonly connection: string; readonly by: 'client' | 'server' }
  /** The connection is gone. `by` is who ended it first, `how` in what way. */
  | {
      readonly type: 'closed';
      readonly at: number;
      readonly connection: string;
      readonly by: Speaker;
      readonly how: CloseKind;
      readonly reason?: string;
    }
  /** A failure of ours or of the world (server down, disk full): numbered like the rest. `connection` where there is one. */
  | { readonly type: 'fault'; readonly at: number; readonly code: string; readonly message: string; readonly connection?: string }
  /** Nothing more will come: a capture was read to its end. Sessions are judged as they stand. */
  | { readonly type: 'traffic-ended'; readonly at: number }
  /** Time passes only because someone says so. */
  | { readonly type: 'tick'; readonly at: number };

/** `fin`: an orderly end. `reset`: RST. `failed`: the server could not be reached. `shutdown`: the tap was stopped. */
export type CloseKind = 'fin' | 'reset' | 'failed' | 'shutdown';
