import { ProxyError } from '../errors.ts';
import type { RetryOptions } from './client/patience.ts';
import { SourceFile } from './client/source-file.ts';
import { UploadRun } from './client/upload-run.ts';

/** How far an upload is. */
export interface UploadProgress {
  readonly phase: 'connecting' | 'uploading' | 'fetching reply' | 'closing' | 'done';
  /** Bytes that the server has by its own word; goes back when the server does. */
  readonly acknowledged: bigint;
  readonly total: bigint;
}

export interface UploadOptions {
  readonly file: string;
  /** The destination: what the file will be called on the server. */
  readonly url: URL;
  /** Bytes in a Fragment; default 1 MiB. Halved when the server finds that too much. */
  readonly fragmentSize?: number;
  /** An HTTP proxy; requests go to it in absolute form. */
  readonly proxy?: URL;
  /** Default `bitstap/<version>`. */
  readonly userAgent?: string;
  /** `restarts`: how often the upload may begin anew because the server lost the session; default 3. */
  readonly retries?: RetryOptions & { readonly restarts?: number };
  /** How long the server may be silent while a request is under way; default 5 minutes [BUP §3.1.2]. */
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Cancels the session on the server, then rejects. */
  readonly signal?: AbortSignal;
}

export interface UploadResult {
  /** Of the session that completed. */
  readonly sessionId: string;
  readonly size: bigint;
  /** Fragments that the server accepted, restarts included. */
  readonly fragments: number;
  /** Broken connections after which the upload went on. */
  readonly resumes: number;
  readonly restarts: number;
  /** The server's reply, its first MiB; `replyLength` says how long it was. */
  readonly reply?: Uint8Array;
  readonly replyLength?: number;
  readonly replyUrl?: string;
}

/**
 * Uploads a file as [BUP §3.1] has it, fetches the reply if there is one, and closes the session. Rejects with a
 * ProxyError: `file-unreadable`, `bad-url`, `upload-refused` (the server's word) or `upload-failed` (all else).
 */
export async function upload(options: UploadOptions): Promise<UploadResult> {
  checkUrl(options.url);
  const source = await SourceFile.open(options.file);
  try {
    checkSize(source, options.file);
    return await new UploadRun(source, options).run();
  } finally {
    await source.close();
  }
}

function checkUrl({ protocol, username, password, origin }: URL): void {
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new ProxyError('bad-url', `Cannot upload to a ${protocol} URL: use http or https.`);
  if (username || password) throw new ProxyError('bad-url', `Credentials in the URL are not sent: use ${origin}/… without them.`);
}

function checkSize({ size }: SourceFile, file: string): void {
  // A range of no bytes cannot be written as first-last [RFC 9110 §14.1.1].
  if (size > 0n) return;
  throw new ProxyError('upload-refused', `${file} is empty, and BITS has no way to upload 0 bytes: use an ordinary PUT or POST for it.`);
}
