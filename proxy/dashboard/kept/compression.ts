import type { Bucket } from './bucket.ts';
import type { Page } from './page.ts';

/** A session of which so many events of others came since its last is quiet. */
const QUIET_EVENTS = 2_000;

/** Compresses full pages once there is much, and the last pages of sessions that are quiet: they may be most of their memory. */
export class Compression {
  readonly #beyond: number;
  /** They may have an open page. */
  readonly #shelving = new Set<Bucket>();
  #isOn = false;
  #now = 0;

  constructor(beyondBytes: number) {
    this.#beyond = beyondBytes;
  }

  /** A row was put into a bucket; `bytes`: so much there is now. */
  put(bucket: Bucket, bytes: number): void {
    this.#isOn = bytes > this.#beyond;
    this.#now = bucket.changed;
    if (this.#isOn) this.#shelving.add(bucket);
  }

  readonly full = (page: Page): void => {
    if (this.#isOn) page.compress();
  };

  closeQuietShelves(): void {
    for (const bucket of this.#shelving) {
      if (this.#now - bucket.changed < QUIET_EVENTS) continue;
      bucket.shelf.close();
      this.#shelving.delete(bucket);
    }
  }

  forget(bucket: Bucket): void {
    this.#shelving.delete(bucket);
  }
}
