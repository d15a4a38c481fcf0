import type { Framing, Header } from './message.ts';

/** What a reader found, in the order of the bytes. */
export type ReaderEvent<Head> =
  /** `raw`: exactly the bytes of the head, valid until the next call. */
  | { readonly type: 'head'; readonly head: Head; readonly framing: Framing; readonly raw: Uint8Array }
  | BodyEvent
  | { readonly type: 'end'; readonly trailers?: readonly Header[] }
  /** From `offset` on nothing can be read, until `resumed`. */
  | { readonly type: 'malformed'; readonly reason: string; readonly offset: number }
  | { readonly type: 'resumed'; readonly offset: number }
  /** What follows is no longer HTTP. */
  | { readonly type: 'tunnel'; readonly offset: number };

export type BodyEvent =
  /** More of the body: a view into what was fed, without chunk sizes. */
  | { readonly type: 'body'; readonly bytes: Uint8Array }
  /** So many bytes of the body are missing in what was fed. */
  | { readonly type: 'missing'; readonly bytes: number };
