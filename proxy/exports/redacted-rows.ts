import { CredentialFilter, fillSecrets } from '../core/capture/credential-filter.ts';
import { parseRequestHead, parseResponseHead, textOfHead } from '../core/http/head.ts';
import type { HttpMessage, RequestHead, ResponseHead } from '../core/http/message.ts';
import type { TimelineRow } from '../core/timeline.ts';
import { latin1 } from '../latin1.ts';

/** What becomes of the text of a head, Latin-1: it stays as long as it was. */
type CoverText = (text: string) => string;

/** A row in whose heads each character of a credential is a `*`. `cover`: what else is to be covered there, and how. */
export function redactedRow(row: TimelineRow, cover: CoverText = redactedText): TimelineRow {
  const { exchange } = row;
  const { request, response, interim } = exchange;
  const redactedResponse = (head: ResponseHead) => redactedHead(head, cover, parseResponseHead);
  return {
    ...row,
    exchange: {
      ...exchange,
      request: request && redactedMessage(request, (head) => redactedHead(head, cover, parseRequestHead)),
      response: response && redactedMessage(response, redactedResponse),
      interim: interim.map(redactedResponse),
    },
  };
}

function redactedMessage<Head extends RequestHead | ResponseHead>(
  message: HttpMessage<Head>,
  redacted: (head: Head) => Head,
): HttpMessage<Head> {
  return { ...message, head: redacted(message.head) };
}

/** Where the head has no text it goes without its headers. */
function redactedHead<Head extends RequestHead | ResponseHead>(
  head: Head,
  cover: CoverText,
  parse: (text: string, offset: number) => Head,
): Head {
  const text = textOfHead(head);
  return text === undefined ? { ...head, headers: [] } : parse(cover(text), head.offset);
}

/** The text of a head in which each character of a credential is a `*`. */
export function redactedText(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  const redacted = { bytes, headers: new Set<string>() };
  fillSecrets(new CredentialFilter(), bytes, 0, bytes.length, redacted);
  return redacted.headers.size === 0 ? text : latin1(redacted.bytes);
}
