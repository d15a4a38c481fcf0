import type { RecordedPiece } from '../core/recorded-bytes.ts';

/** Bytes as Base64, piece by piece; at the first that is missing it ends. */
export class Base64Text {
  /** How many bytes it stands for so far. */
  length = 0;

  /** To be called once. */
  async *of(pieces: AsyncIterable<RecordedPiece>): AsyncGenerator<string> {
    let odd: Uint8Array = new Uint8Array(0);
    for await (const { bytes } of pieces) {
      if (bytes === undefined) break;
      this.length += bytes.length;
      const whole = odd.length === 0 ? bytes : Buffer.concat([odd, bytes]);
      const end = whole.length - (whole.length % 3);
      // A copy: the bytes are valid until the next piece is asked for.
      odd = Uint8Array.from(whole.subarray(end));
      if (end > 0) yield base64(whole.subarray(0, end));
    }
    if (odd.length > 0) yield base64(odd);
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
