import { PACKET_TYPE } from '../core/bits/headers.ts';
import type { FindPart } from '../core/find/find-news.ts';
import { textOfHead } from '../core/http/head.ts';
import { type HttpMessage, header, type RequestHead, type ResponseHead } from '../core/http/message.ts';
import type { ExchangeView } from '../core/timeline.ts';

export type Side = 'request' | 'response';
export type SearchedMessage = HttpMessage<RequestHead | ResponseHead>;

/** A part of an exchange that is text, Latin-1, and in memory. */
export interface HeadPart {
  readonly of: Side;
  readonly part: Exclude<FindPart, 'body'>;
  readonly text: string;
}

/** Names of strangers are shown no longer than this. */
const MAX_NAME = 80;

/** Every head of an exchange in the order in which they came. */
export function* headParts({ request, response, interim }: ExchangeView): Generator<HeadPart> {
  if (request) yield* partsOf(request, 'request');
  for (const head of interim) yield { of: 'response', part: 'interim', text: headText(head) };
  if (response) yield* partsOf(response, 'response');
}

function* partsOf({ head, trailers = [] }: SearchedMessage, of: Side): Generator<HeadPart> {
  yield { of, part: 'head', text: headText(head) };
  if (trailers.length > 0) yield { of, part: 'trailers', text: linesOf(trailers) };
}

/** As it was sent; one that came without its text is put together again. */
function headText(head: RequestHead | ResponseHead): string {
  const first =
    'method' in head ? `${head.method} ${head.target} HTTP/${head.version}` : `HTTP/${head.version} ${head.status} ${head.reason}`;
  return textOfHead(head) ?? `${first}\r\n${linesOf(head.headers)}\r\n`;
}

function linesOf(headers: SearchedMessage['head']['headers']): string {
  return headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

/** The name of the header in whose line a place of a head is; nothing in its first line. */
export function headerAt({ part, text }: HeadPart, at: number): string | undefined {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  if (line === 0 && part !== 'trailers') return undefined;
  const colon = text.indexOf(':', line);
  const end = text.indexOf('\n', line);
  return text.slice(line, Math.min(line + MAX_NAME, colon < 0 ? text.length : colon, end < 0 ? text.length : end)).trim();
}

/** What an exchange says that it is: its packet type, or the method of other traffic. */
export function packetOf({ request, response }: ExchangeView): string {
  const head = request?.head;
  const said = head ? (header(head.headers, PACKET_TYPE) ?? head.method) : `answer ${response?.head.status ?? ''}`;
  return said.slice(0, MAX_NAME);
}
