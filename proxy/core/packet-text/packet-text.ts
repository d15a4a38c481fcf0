/** What is copied from a packet. */
import { textOfHead } from '../http/head.ts';
import type { RequestHead, ResponseHead } from '../http/message.ts';
import { stringify } from '../json.ts';
import { bytes } from '../rules/number.ts';
import { safeText } from '../safe-text.ts';
import { isoTime } from '../text/iso-time.ts';
import type { Connection, TimelineRow } from '../timeline.ts';
import { curlCommand } from './curl-command.ts';
import { answerLine, requestLine } from './packet-line.ts';
import { requestUrl } from './request-url.ts';
import { asciiText, shellQuote } from './shell-text.ts';

/**
 * The request as a command for curl in a POSIX shell, to the server that it was sent to; its body is expected in a file named
 * after the exchange (`x3.bin`). Credentials are left out, which a comment says. Latin-1: what is beyond ASCII in it are bytes.
 */
export function packetAsCurl({ exchange }: TimelineRow, connection?: Connection): string {
  const { id, request } = exchange;
  const command = request && curlCommand(request, { server: serverOf(request.head, connection), host: 'as sent', body: `${id}.bin` });
  if (!request || !command) return `# ${id} is nothing that curl can send.\n`;
  const notes = [
    ...(request.bodyLength > 0 ? [`The body (${bytes(request.bodyLength)}) is expected in ${id}.bin.`] : []),
    ...command.left.map((what) => `Left out: ${what}.`),
  ];
  return [...notes.map((note) => `# ${note}`), ...command.lines, ''].join('\n');
}

/** Both heads as they were sent, with what is known of them; bodies by their size. For people: what is unseen is made visible. */
export function packetAsText(row: TimelineRow): string {
  const { exchange, findings } = row;
  const { id, connection, session, request, response, interim, rewrites } = exchange;
  const parts = [
    `${id}, ${connection}${session === undefined ? '' : `, ${session}`}: ${requestLine(row)} -> ${answerLine(row)}`,
    ...(request ? [isoTime(request.startedAt), headText(request.head), bodyText(request.bodyLength)] : []),
    ...rewrites.map((what) => `Changed by the tap: ${safeText(what)}`),
    ...interim.map(headText),
    ...(response ? [isoTime(response.startedAt), headText(response.head), bodyText(response.bodyLength)] : []),
    ...findings.map(({ severity, rule, blames, message }) => `${severity} ${rule} (${blames}): ${safeText(message)}`),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The row as JSON in the shapes of `--events`, indented: `exchange`, `request`, `answer`, `findings`. Offsets are decimal strings. */
export function packetAsJson({ exchange, request, answer, findings }: TimelineRow): string {
  return `${JSON.stringify(JSON.parse(stringify({ exchange, request, answer, findings })), undefined, 2)}\n`;
}

function serverOf(head: RequestHead, connection: Connection | undefined): string {
  const url = requestUrl(head, connection?.server);
  const [origin = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url) ?? [];
  return shellQuote(asciiText(origin));
}

function headText(head: RequestHead | ResponseHead): string {
  const lines = textOfHead(head)?.split('\n') ?? [startLine(head), ...head.headers.map(([name, value]) => `${name}: ${value}`)];
  return lines
    .map((line) => safeText(line.replace(/\r$/, '')))
    .join('\n')
    .trimEnd();
}

function startLine(head: RequestHead | ResponseHead): string {
  const version = `HTTP/${head.version}`;
  return 'method' in head ? `${head.method} ${head.target} ${version}` : `${version} ${head.status} ${head.reason}`;
}

function bodyText(length: number): string {
  return length === 0 ? '' : `(${bytes(length)} of body)`;
}
