import { type UploadProgress, type UploadResult, upload } from '../reference/bits-client.ts';
import { printable } from '../reference/printable.ts';
import { progressLine } from './progress.ts';

export interface UploadCommandOptions {
  readonly file: string;
  readonly url: URL;
  readonly fragmentSize?: number;
  readonly proxy?: URL;
}

/** `bitstap upload FILE URL`: the reference client. Ctrl-C cancels the session on the server. */
export async function uploadCommand(options: UploadCommandOptions): Promise<void> {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  const progress = progressLine(process.stderr);
  try {
    const result = await upload({ ...options, signal: abort.signal, onProgress: (state: UploadProgress) => progress.show(state) });
    progress.end();
    process.stdout.write(`${summary(result)}\n`);
  } finally {
    progress.end();
  }
}

function summary({ sessionId, size, fragments, resumes, restarts, reply }: UploadResult): string {
  const hiccups = [resumes && `${resumes} resumed`, restarts && `${restarts} restarted`].filter(Boolean);
  const lines = [
    `uploaded ${size} bytes in ${fragments} fragments, session ${sessionId}${hiccups.length > 0 ? ` (${hiccups.join(', ')})` : ''}`,
  ];
  if (reply) lines.push(`reply: ${printable(Buffer.from(reply).toString('utf8'))}`);
  return lines.join('\n');
}
