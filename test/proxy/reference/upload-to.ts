import { type UploadOptions, type UploadResult, upload } from '../../../proxy/reference/bits-client.ts';

/** Trouble is over soon in tests. */
export const RETRIES = { attempts: 3, firstWaitMs: 1, maxWaitMs: 1 };

export function uploadTo(url: URL | string, file: string, options: Partial<UploadOptions> = {}): Promise<UploadResult> {
  return upload({ url: new URL(url), file, retries: RETRIES, ...options });
}
