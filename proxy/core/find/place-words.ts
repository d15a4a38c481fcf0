import { grouped } from '../rules/number.ts';
import { safeText } from '../safe-text.ts';
import type { FindHit } from './find-news.ts';

/** Where a hit is: `request body, byte 1,234`, `answer, BITS-Session-Id`. */
export function placeWords({ of, part, header, at }: FindHit): string {
  const side = of === 'request' ? 'request' : 'answer';
  const line = header === undefined ? 'first line' : safeText(header);
  switch (part) {
    case 'body':
      return `${side} body, byte ${grouped(at)}`;
    case 'head':
      return `${side}, ${line}`;
    case 'trailers':
      return `${side} trailer, ${line}`;
    case 'interim':
      return `interim answer, ${line}`;
  }
}
