import type { Direction } from '../recorded-bytes.ts';
export class Redactor {
  redact(_from: Direction, bytes: Uint8Array): { readonly bytes: Uint8Array; readonly headers: string } {
    return { bytes, headers: '' };
  }
  miss(_from: Direction, _bytes: number): void {}
}
