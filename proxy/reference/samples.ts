import { randomBytes } from 'node:crypto';
import { SampleUpload } from './client/sample-upload.ts';

export interface SampleOptions {
  /** A reference server that gives replies (`reply: 'digest'`). */
  readonly url: URL;
  readonly proxy?: URL;
  /** Between two packets, so that a person sees the uploads advance; default 100 ms. */
  readonly pauseMs?: number;
}

interface Scenario {
  /** Part of the file's name: what will be seen. */
  readonly name: string;
  /** How many fragments its file has. */
  readonly fragments: number;
  readonly play: (upload: SampleUpload) => Promise<void>;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'clean',
    fragments: 8,
    async play(upload) {
      await upload.begin();
      await upload.sendTo(8);
      await upload.fetchReply();
      await upload.close();
    },
  },
  {
    name: 'resumed-after-416',
    fragments: 6,
    async play(upload) {
      await upload.begin();
      await upload.sendTo(3);
      await upload.breakOffAndGuess();
      await upload.sendTo(6);
      await upload.fetchReply();
      await upload.close();
    },
  },
  {
    name: 'closed-too-early',
    fragments: 6,
    async play(upload) {
      await upload.begin();
      await upload.sendTo(3);
      await upload.close();
    },
  },
  {
    name: 'reply-lost',
    fragments: 4,
    async play(upload) {
      await upload.begin();
      await upload.sendTo(4);
      await upload.close();
    },
  },
];

/** Uploads four samples, one after the other: a clean one, one that is resumed, and two with a fault of the client. */
export async function sendSampleUploads({ url, pauseMs = 100, ...options }: SampleOptions): Promise<void> {
  // The server overwrites nothing: names of their own for every run.
  const run = randomBytes(3).toString('hex');
  for (const [index, { name, fragments, play }] of SCENARIOS.entries()) {
    const destination = new URL(`samples/${index + 1}-${name}-${run}.bin`, url);
    const upload = new SampleUpload({ ...options, url: destination, pauseMs, fragments });
    try {
      await play(upload);
    } finally {
      upload.end();
    }
  }
}
