import { textLines } from '../text-lines.ts';

/** The lines of the copy, out of the element that holds them: Base64 of a gzip stream. */
export async function readTraffic(element: Element | null): Promise<string[]> {
  const bytes = bytesOf(element?.textContent ?? '');
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const lines: string[] = [];
  for await (const line of textLines(stream)) lines.push(line);
  return lines;
}

/** A multiple of four: each piece is Base64 by itself. */
const PIECE = 4 * 64 * 1024;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((base64.length * 3) / 4));
  let length = 0;
  for (let at = 0; at < base64.length; at += PIECE) {
    const piece = atob(base64.slice(at, at + PIECE));
    for (let index = 0; index < piece.length; index += 1) bytes[length + index] = piece.charCodeAt(index);
    length += piece.length;
  }
  return bytes.subarray(0, length);
}
