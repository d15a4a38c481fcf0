import * as names from '../../proxy/core/bits/headers.ts';

/** What a field is for, and who says so; tags as `sourceLinks` reads them. */
export interface FieldWords {
  readonly meaning: string;
  readonly source: string;
}

// biome-ignore format: a table
const WORDS: Readonly<Record<string, FieldWords>> = {
  Status:                            words('How the server answered; the class decides whether the client goes on.', '[BUP §2.2.1.2]'),
  [names.PACKET_TYPE]:               words('Which of the five packets this is; every answer to one is an Ack.', '[BUP §2.2.1.2]'),
  [names.SESSION_ID]:                words('The id that the server gave to the session. Opaque: it is compared as it is.', '[BUP §2.2.1.2]'),
  [names.CONTENT_RANGE]:             words('First and last byte of the file that this Fragment carries, and the size of the file. Both ends inclusive.', '[BUP §2.2.6.1]'),
  [names.CONTENT_LENGTH]:            words('Bytes of the body. In a Fragment as many as its range has, in every other packet 0.', '[BUP §2.2.1.1]'),
  [names.CONTENT_NAME]:              words('A name for the file that has no meaning to the protocol.', '[BUP §2.2.6.1]'),
  [names.CONTENT_ENCODING]:          words('How the bytes of the Fragment are compressed; only what the server has offered.', '[BUP §2.2.6.1]'),
  [names.SUPPORTED_PROTOCOLS]:       words('Protocols that the client speaks, in the order of its preference.', '[BUP §2.2.2.2]'),
  [names.PROTOCOL]:                  words('The protocol that the server has chosen from those.', '[BUP §2.2.3.2]'),
  [names.RECEIVED_RANGE]:            words('The next byte that the server wants: one number, despite the name. The client must go on there.', '[BUP §2.2.7.2, §3.2.5.2.6]'),
  [names.REPLY_URL]:                 words('Where the client fetches the reply to its upload, before it closes the session.', '[BUP §2.2.7.2]'),
  [names.HOST_ID]:                   words('The host to which the client must send the rest of the session.', '[BUP §2.2.3.2]'),
  [names.HOST_ID_FALLBACK_TIMEOUT]:  words('After so many seconds without that host the client may go back to the first one.', '[BUP §2.2.3.2]'),
  [names.ACCEPT_ENCODING]:           words('Encodings that the server takes in Fragments.', '[BUP §2.2.3.1]'),
  [names.ERROR]:                     words('The HRESULT of what failed at the server.', '[BUP §2.2.1.2]'),
  [names.ERROR_CODE]:                words('The HRESULT of what failed, under the name that the documentation gives it.', '[DOC ack-for-fragment]'),
  [names.ERROR_CONTEXT]:             words('Who failed: 0x5 the server, 0x7 the application behind it.', '[BUP §2.2.1.2]'),
  [names.HOST]:                      words('The server that the client means.', '[RFC 9110 §7.2]'),
  [names.USER_AGENT]:                words('The program that sends; from it the version of Windows can be told.', '[BUP §4]'),
  Server:                            words('The program that answers.', '[RFC 9110 §10.2.4]'),
  [names.VIA]:                       words('Something between client and server passed the answer on.', '[RFC 9110 §7.6.3]'),
  'Not understood':                  words('Why this packet could not be read as one of the five.', '[BUP §2.2.1.2]'),
  'No Ack':                          words('Who ended the connection, and how, before the answer was complete.', '[BUP §3.1.7.1]'),
};

function words(meaning: string, source: string): FieldWords {
  return { meaning, source };
}

export function fieldWords(label: string): FieldWords | undefined {
  return WORDS[label];
}

/** The names under which a field stands in a head; none where it is no header. The status stands in the first line. */
export function namesOf(label: string): readonly string[] {
  if (label === names.PACKET_TYPE) return [names.PACKET_TYPE, names.PACKET_TYPE_SIC];
  if (label === names.RECEIVED_RANGE) return [names.RECEIVED_RANGE, names.RECEIVED_RANGE_SIC];
  return OWN_WORDS.has(label) ? [] : [label];
}

const OWN_WORDS: ReadonlySet<string> = new Set(['Status', 'Not understood', 'No Ack', 'Body sent', 'Answer']);

/** The field that a header is shown as; headers without one have their own name. */
export function labelOf(header: string, labels: readonly string[]): string {
  return labels.find((label) => namesOf(label).some((name) => name.toLowerCase() === header.toLowerCase())) ?? header;
}
