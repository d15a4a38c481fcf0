import type { Ack } from '../bits/packet.ts';
import type { ContentRange } from '../bits/range.ts';
import { lineText } from '../report/line-text.ts';

/** What a server answered to something. */
export function saidOf(what: string, { status, reason }: Pick<Ack, 'status' | 'reason'>): string {
  const credentials = status === 401 || status === 407 ? '; credentials are only sent if they are given with --header' : '';
  return `the server answered ${what} with ${`${status} ${lineText(reason)}`.trim()}${credentials}`;
}

export function rangeName({ first, last, total }: ContentRange): string {
  return `Fragment ${first}-${last}/${total}`;
}

/** Fit for a header line. */
export function isHeaderSafe(text: string): boolean {
  return !/[\r\n\0]/.test(text);
}
