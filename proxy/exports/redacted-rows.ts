import { CredentialFilter, fillSecrets } from '../core/capture/credential-filter.ts';
import { parseRequestHead, parseResponseHead, textOfHead } from '../core/http/head.ts';
import type { HttpMessage, RequestHead, ResponseHead } from '../core/http/message.ts';
import type { TimelineRow } from '../core/timeline.ts';
import { latin1 } from '../latin1.ts';

/** A row in whose heads each character of a credential is a `*`. */
export function redactedRow(row: TimelineRow): TimelineRow {
  const { exchange } = row;
  const { request, response, interim } = exchange;
  return {
    ...row,
    exchange: {
      ...exchange,
      request: request && redactedMessage(request, redactedRequest),
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

function redactedRequest(head: RequestHead): RequestHead {
  const text = redactedText(head);
  return text === undefined ? { ...head, headers: [] } : parseRequestHead(text, head.offset);
}

function redactedResponse(head: ResponseHead): ResponseHead {
  const text = redactedText(head);
  return text === undefined ? { ...head, headers: [] } : parseResponseHead(text, head.offset);
}

/** Nothing where the head has no text: it then goes without its headers. */
function redactedText(head: RequestHead | ResponseHead): string | undefined {
  const text = textOfHead(head);
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'latin1');
  const redacted = { bytes, headers: new Set<string>() };
  fillSecrets(new CredentialFilter(), bytes, 0, bytes.length, redacted);
  return latin1(redacted.bytes);
}
