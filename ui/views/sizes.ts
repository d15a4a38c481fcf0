import { formatBytes, formatSize } from '../parts/format.ts';
import type { SizeFormat } from '../state/preferences.svelte.ts';

/** A size as the reader wants it. */
export function sizeText(bytes: number | bigint, format: SizeFormat): string {
  return format === 'bytes' ? formatBytes(bytes) : formatSize(bytes);
}
