import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ProxyError } from '../errors.ts';
import { type OpenedRecording, openRecorded } from './open-recorded.ts';

export interface OpenedUploadsOptions {
  /** Where the pages of what is opened are served. */
  readonly host: string;
  /** Largest file that is taken. */
  readonly maxBytes: number;
  readonly say: (line: string) => void;
}

/** Each has a page of its own and keeps its file. */
const MAX_OPEN = 8;

/** What is called so elsewhere too keeps its name in front of the page's eyes, and nothing else of it reaches the disk. */
const SAFE_NAME = /[^\w. -]/g;

/** Recordings that pages have sent: each is kept in a temporary folder and shown by a dashboard of its own. */
export class OpenedUploads {
  readonly #options: OpenedUploadsOptions;
  readonly #folders = new Set<string>();
  readonly #opened: OpenedRecording[] = [];

  constructor(options: OpenedUploadsOptions) {
    this.#options = options;
  }

  readonly open = async (name: string, content: Readable): Promise<string> => {
    if (this.#folders.size >= MAX_OPEN)
      throw new ProxyError(
        'file-unreadable',
        `${MAX_OPEN} recordings were opened from pages already: end bitstap, or open this one with bitstap open.`,
      );
    const folder = await mkdtemp(join(tmpdir(), 'bitstap-'));
    this.#folders.add(folder);
    try {
      const file = join(folder, basename(name).replace(SAFE_NAME, '_') || 'recording');
      await pipeline(content, limit(this.#options.maxBytes), createWriteStream(file));
      const { host, say } = this.#options;
      const opened = await openRecorded([file], { listen: { host, port: 0 }, uploads: this, keepsMarks: false, say });
      this.#opened.push(opened);
      return opened.dashboard.url;
    } catch (error) {
      await this.#remove(folder);
      throw error;
    }
  };

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((one) => one.close()));
    await Promise.all([...this.#folders].map((folder) => this.#remove(folder)));
  }

  async #remove(folder: string): Promise<void> {
    this.#folders.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

function limit(maxBytes: number): Transform {
  let length = 0;
  return new Transform({
    transform(piece: Buffer, _, done) {
      length += piece.length;
      if (length <= maxBytes) return done(null, piece);
      done(new ProxyError('file-unreadable', `The file has more than ${maxBytes} bytes: open it with bitstap open.`));
    },
  });
}
