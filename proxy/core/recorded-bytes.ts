/** Which way bytes went on a connection: what the client sent, or what it got, be it from the server or from the tap itself. */
export type Direction = 'client' | 'server';

/** A piece of what was said: its bytes, or only how many there were of which none was kept. `at`: as in `WireEvent`. */
export type RecordedPiece =
  | { readonly at: number; readonly bytes: Uint8Array; readonly missing?: undefined }
  | { readonly at: number; readonly bytes?: undefined; readonly missing: number };

/** What was said on connections, wherever it is kept: the heap knows only where. Places are counted as in `Head.offset`. */
export interface RecordedBytes {
  /**
   * What went one way on a connection, from one place in it up to another, in order and without holes: what is not kept comes
   * as `missing`. Ends where nothing more is known. Rejects with ProxyError where what was kept can't be read any more.
   */
  read(connection: string, from: Direction, start: number, end: number): AsyncIterable<RecordedPiece>;
}
