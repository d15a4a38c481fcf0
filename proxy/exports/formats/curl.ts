import { type CurlCommand, curlCommand } from '../../core/packet-text/curl-command.ts';
import { answerLine, requestLine } from '../../core/packet-text/packet-line.ts';
import { asciiText, shellQuote } from '../../core/packet-text/shell-text.ts';
import type { SessionView, TimelineRow } from '../../core/timeline.ts';
import type { BesideFile, ExportFormat, ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { sentBody } from '../sent-body.ts';

/** A script that sends each packet again with curl, to a server that is told when it is run, in sessions of its own. */
export const curl: ExportFormat = {
  name: 'curl',
  extension: 'sh',
  mediaType: 'text/x-shellscript',
  title: 'Script with a curl command for each packet, and the bodies as files beside it',
  write,
  beside,
};

const DEFAULT_FOLDER = 'bodies';

/** In Latin-1, in which heads are what was sent. */
async function* write(source: ExportSource, { folder = DEFAULT_FOLDER }: ExportOptions = {}): AsyncGenerator<Uint8Array> {
  const sessions = new Map(source.sessions.map((session) => [session.id, session]));
  yield latin1(beginning(source, folder));
  for (const session of source.sessions) yield latin1(`${variable('SESSION', session.id)}=${shellQuote(knownId(session, source.rows))}\n`);
  for (const row of source.rows) yield latin1(`\n${commandText(row, sessions.get(row.exchange.session ?? ''))}\n`);
  yield latin1('\nexit "$FAILED"\n');
}

function* beside({ rows, bytes }: ExportSource, { say = () => {} }: ExportOptions = {}): Iterable<BesideFile> {
  for (const { exchange } of rows) {
    const { id, request } = exchange;
    if (request && request.bodyLength > 0)
      yield { name: bodyName(id), size: request.bodyLength, bytes: () => sentBody(exchange, bytes, say) };
  }
}

function beginning({ sessions, notes = [] }: ExportSource, folder: string): string {
  const about = sessions.map(({ id, fileName, sessionId = 'without an id' }) => `# ${asciiText(`${id}: ${fileName}, ${sessionId}`)}\n`);
  const more = notes.map((note) => `# ${asciiText(note)}\n`);
  return `#!/bin/sh
# Recorded uploads as curl commands, one for each packet, written by bitstap.
${about.join('')}${more.join('')}#
# Linux and macOS:  sh THIS_FILE http://server:port
# Windows:          the same in Git Bash or WSL
# To paste single commands into such a shell: paste everything down to the first
# command, with TARGET=http://server:port and BODIES=FOLDER set before.
#
# Each session gets a new id from the server, which is put into its packets. Host
# and Content-Length are what curl makes of the server and of the body. Credentials
# are left out. What is printed is the status that came, and the one that was recorded.

TARGET=\${1:-\${TARGET:-}}
TARGET=\${TARGET%/}
if [ -z "\${BODIES:-}" ]; then BODIES=$(dirname -- "$0")/${shellQuote(utf8(folder))}; fi
if [ -z "$TARGET" ]; then
  echo "usage: sh $0 http://server:port" >&2
  exit 2
fi
ANSWER=$(mktemp) || exit 2
trap 'rm -f "$ANSWER"' EXIT
FAILED=0
STATUS=000

curl() {
  STATUS=$(command curl --silent --show-error --globoff --path-as-is --dump-header "$ANSWER" --output /dev/null --write-out '%{http_code}' "$@")
}
# expect NAME STATUS: says what came of the last command.
expect() {
  if [ "$STATUS" = "$2" ]; then echo "$1: $STATUS"; else echo "$1: $STATUS, recorded was $2"; FAILED=1; fi
}
# The value of a header of the last answer; its name as a pattern.
answered() {
  tr -d '\\r' < "$ANSWER" | sed -n "s/^$1:[[:space:]]*//p" | tail -n 1
}
# A reply's address: relative ones belong to the server.
address() {
  case $1 in
    http://* | https://*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$TARGET" "\${1#/}" ;;
  esac | tr '\\\\' '/'
}

`;
}

const SESSION_ID = '[Bb][Ii][Tt][Ss]-[Ss][Ee][Ss][Ss][Ii][Oo][Nn]-[Ii][Dd]';
const REPLY_URL = '[Bb][Ii][Tt][Ss]-[Rr][Ee][Pp][Ll][Yy]-[Uu][Rr][Ll]';

function commandText(row: TimelineRow, session: SessionView | undefined): string {
  const { id, request, response } = row.exchange;
  const name = asciiText(`${id} ${requestLine(row)}`);
  const command = request && commandOf(row, session);
  if (!command) return `# ${name}: nothing that curl can send`;
  const left = command.left.map((what) => `# Left out: ${what}.\n`).join('');
  const expected = `expect ${shellQuote(name)} ${String(response?.head.status ?? 0).padStart(3, '0')}`;
  return `# ${name} -> ${asciiText(answerLine(row))}\n${left}${command.lines.join('\n')}\n${expected}${captured(row, session)}`;
}

function commandOf({ exchange }: TimelineRow, session: SessionView | undefined): CurlCommand | undefined {
  const { id, request, kind } = exchange;
  if (!request) return undefined;
  const own = session?.sessionId === undefined ? undefined : { id: session.sessionId, variable: `$${variable('SESSION', session.id)}` };
  const target = { server: '"$TARGET"', host: 'of the server', body: `"$BODIES"/${bodyName(id)}`, ...(own && { session: own }) } as const;
  const command = curlCommand(request, target);
  if (!command || kind !== 'reply' || !session) return command;
  return {
    ...command,
    lines: command.lines.map((line, index) =>
      index === 0 ? `curl -X ${shellQuote(request.head.method)} "$${variable('REPLY', session.id)}" \\` : line,
    ),
  };
}

/** What later commands need of an answer. */
function captured({ answer }: TimelineRow, session: SessionView | undefined): string {
  if (!session) return '';
  if (answer?.type === 'create-session-ack') return `\n${variable('SESSION', session.id)}=$(answered '${SESSION_ID}')`;
  if (answer?.type !== 'fragment-ack' || answer.replyUrl === undefined) return '';
  return `\n${variable('REPLY', session.id)}=$(address "$(answered '${REPLY_URL}')")`;
}

/** Of a session that is created in the script nobody knows the id before. */
function knownId({ id, sessionId = '' }: SessionView, rows: readonly TimelineRow[]): string {
  return rows.some(({ request, exchange }) => request?.type === 'create-session' && exchange.session === id) ? '' : sessionId;
}

function variable(name: string, id: string): string {
  return `${name}_${id}`;
}

function bodyName(exchange: string): string {
  return `${exchange}.bin`;
}

/** As bytes: the script has no other text beyond ASCII. */
function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
