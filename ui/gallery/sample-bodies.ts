import type { BodySource } from '../state/body-window.svelte.ts';

const TEXT = new TextEncoder().encode('The quick brown fox jumps over the lazy dog.\r\n\u202Ebackwards\u202C \u0000\u0007 ');

/** Bodies of the gallery: the same text over and over; some of that of x5, and nothing of that of x2 was recorded; x4 cannot be read. */
export const sampleBodies: BodySource = {
  async read(exchange, _of, start, end, signal) {
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (signal.aborted) throw new DOMException('given up', 'AbortError');
    if (exchange === 'x2') return undefined;
    if (exchange === 'x4') throw new Error('The recording can no longer be read: permission denied.');
    const bytes = Uint8Array.from({ length: end - start }, (_, at) => TEXT[(start + at) % TEXT.length] ?? 0);
    return { bytes, missing: exchange === 'x5' ? [{ start: 20, end: 60 }] : [] };
  },
  address: (exchange, of) => `data:text/plain,${exchange}-${of}`,
};
