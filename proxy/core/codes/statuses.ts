/** HTTP statuses as BITS uses them. Their causes are in the table of answers. */
export interface StatusEntry {
  readonly status: number;
  readonly name: string;
  readonly meaning: string;
  /** What the client does, where that depends on more than the class of the status. */
  readonly reaction?: string;
}

const WITH_CREDENTIALS = 'Sends the same packet again with credentials; if it had sent them, it reports the error.';

// biome-ignore format: a table
export const STATUSES: readonly StatusEntry[] = [
  entry(200, 'OK',                              'success'),
  entry(201, 'Created',                         'success to the docs, unknown to the spec'),
  entry(400, 'Bad Request',                     'the request broke a rule, or whoever answered does not know BITS_POST'),
  entry(401, 'Unauthorized',                    'the server wants credentials', WITH_CREDENTIALS),
  entry(403, 'Forbidden',                       'not allowed there, or the file exists'),
  entry(404, 'Not Found',                       'uploads are off, the request is too large for IIS, or there is no such URL'),
  entry(405, 'Method Not Allowed',              'the verb BITS_POST is not allowed'),
  entry(407, 'Proxy Authentication Required',   'a proxy wants credentials', WITH_CREDENTIALS),
  entry(408, 'Request Timeout',                 'the application behind the server was too slow'),
  entry(409, 'Conflict',                        'the file exists'),
  entry(411, 'Length Required',                 'the request has no Content-Length'),
  entry(413, 'Request Entity Too Large',        'the fragment is too large', 'Sends smaller fragments until one passes; Windows never goes below 5 KB.'),
  entry(416, 'Requested Range Not Satisfiable', 'the server wants another byte next', 'Goes on from BITS-Received-Content-Range.'),
  entry(500, 'Internal Server Error',           'the server failed; the error value beside it says how'),
  entry(501, 'Not Implemented',                 'uploads are off, or whoever answered does not know BITS_POST'),
  entry(502, 'Bad Gateway',                     'a gateway could not reach the server, or got no HTTP from it'),
  entry(503, 'Service Unavailable',             'the server cannot serve now'),
  entry(504, 'Gateway Timeout',                 'a gateway waited too long for the server'),
];

function entry(status: number, name: string, meaning: string, reaction?: string): StatusEntry {
  return { status, name, meaning, ...(reaction !== undefined && { reaction }) };
}

const BY_STATUS = new Map(STATUSES.map((known) => [known.status, known]));

/** Any status in words: those that BITS has no use for by their class. */
export function statusEntry(status: number): StatusEntry {
  return BY_STATUS.get(status) ?? { status, name: '', meaning: classMeaning(status) };
}

function classMeaning(status: number): string {
  if (status < 200) return 'an interim answer: the real one follows';
  if (status < 300) return 'a success, but none that BITS knows';
  if (status < 400) return 'a redirect: BITS packets have none';
  if (status < 500) return 'the request was refused';
  return status < 600 ? 'trouble that may pass' : 'no status of HTTP';
}

/**
 * Whether a client takes an application's status, given on with the last Ack, as trouble that may pass
 * [DOC handling-server-application-errors].
 */
export function isPassing(status: number): boolean {
  if (status >= 300 && status < 400) return status > 305 && status !== 307;
  if (status >= 400 && status < 500) return status === 408 || status === 409;
  return status !== 501 && status !== 505;
}

/** A refusal, and not a 416: that only says where to go on [BUP §2.2.1.2]. */
export function saysNo(status: number): boolean {
  return status >= 300 && status !== 416;
}

/** What the client does [DOC ack-for-close-session, ack-for-cancel-session, handling-server-application-errors]. */
export function reactionTo(status: number): string {
  const { reaction } = statusEntry(status);
  const sentences = reaction === undefined ? [] : [reaction];
  if (!saysNo(status) || status >= 600) return sentences.join(' ');
  if (status >= 500) sentences.push('Sends Close-Session and Cancel-Session again, unless the error is 0x8020001F.');
  else if (reaction === undefined) sentences.push('Does not send Close-Session or Cancel-Session again.');
  const outcome = isPassing(status) ? 'may pass, and the client tries again' : 'is final, and the job fails';
  sentences.push(`From the application behind the server (context 0x7) it ${outcome}.`);
  if (status === 403) sentences.push('Only 403 keeps the server from giving the file to the application again.');
  return sentences.join(' ');
}
