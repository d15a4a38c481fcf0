import { bytes as bytesText } from '../../core/rules/number.ts';
import { safeText } from '../../core/safe-text.ts';
import type { TimelineRow } from '../../core/timeline.ts';
import { bodyOf } from '../../store/bodies.ts';
import { VERSION } from '../../version.ts';
import { Base64Text } from '../base64-text.ts';
import type { ExportFormat, ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { redactedRow } from '../redacted-rows.ts';
import { entryBeginning, entryEnd, type HarContext, mimeTypeOf, requestMembers, responseMembers } from './har-entry.ts';

/**
 * HAR 1.2. It has no place for a binary request body: that stands in `request.postData._bitsBody`, in Base64 like the body of
 * an answer.
 */
export const har: ExportFormat = {
  name: 'har',
  extension: 'har',
  mediaType: 'application/json',
  title: 'HAR 1.2, for browsers and other HTTP tools',
  write,
};

const DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;

const BODY_NOTE = 'The body is binary, for which HAR has no place: it is in _bitsBody, in Base64.';

async function* write(source: ExportSource, options: ExportOptions = {}): AsyncGenerator<string> {
  const { redact = false, maxBodyBytes = DEFAULT_MAX_BODY_BYTES, say = () => {} } = options;
  const sessions = new Map(source.sessions.map((session) => [session.id, session]));
  const log = { version: '1.2', creator: { name: 'bitstap', version: VERSION }, comment: safeText(logComment(source, redact)) };
  yield `{"log":{${members(log)},"entries":[`;
  let written = 0;
  for (const row of source.rows) {
    const { session = '', connection, id } = row.exchange;
    if (!row.exchange.request) {
      say(`${id} has no request: HAR has no place for it.`);
      continue;
    }
    const entry = new Entry(source, redact ? redactedRow(row) : row, { maxBodyBytes, say });
    yield written === 0 ? '\n' : ',\n';
    yield* entry.text({ session: sessions.get(session), connection: source.connections.get(connection) });
    written += 1;
  }
  yield '\n]}}\n';
}

function logComment({ sessions, notes = [] }: ExportSource, redact: boolean): string {
  const named = sessions.map(({ id, fileName, sessionId = 'without an id' }) => `${id}: ${fileName}, ${sessionId}.`);
  return [...named, ...(redact ? ['Credentials were taken out.'] : []), ...notes].join(' ');
}

class Entry {
  readonly #source: ExportSource;
  readonly #row: TimelineRow;
  readonly #limits: Required<Pick<ExportOptions, 'maxBodyBytes' | 'say'>>;

  constructor(source: ExportSource, row: TimelineRow, limits: Required<Pick<ExportOptions, 'maxBodyBytes' | 'say'>>) {
    this.#source = source;
    this.#row = row;
    this.#limits = limits;
  }

  async *text(context: HarContext): AsyncGenerator<string> {
    const { request, response } = this.#row.exchange;
    if (!request) return;
    yield `{${members(entryBeginning(request, response))},"request":{${members(requestMembers(request, context.connection))}`;
    if (request.bodyLength > 0) yield* this.#postData(mimeTypeOf(request.head.headers));
    yield `},"response":{${members(responseMembers(this.#row))},"content":{`;
    yield `${members({ size: response?.bodyLength ?? 0, mimeType: mimeTypeOf(response?.head.headers) })}`;
    if (response && response.bodyLength > 0) yield* this.#body('response');
    yield `}},${members(entryEnd(this.#row, request, context))}}`;
  }

  async *#postData(mimeType: string): AsyncGenerator<string> {
    yield `,"postData":{${members({ mimeType, text: '', comment: BODY_NOTE })},"_bitsBody":{${members({ size: this.#row.exchange.request?.bodyLength })}`;
    yield* this.#body('request');
    yield '}}';
  }

  /** The members of an object that has a body in Base64, or says why not. */
  async *#body(side: 'request' | 'response'): AsyncGenerator<string> {
    const { connection, id } = this.#row.exchange;
    const message = this.#row.exchange[side];
    if (!message) return;
    const { bodyLength } = message;
    if (bodyLength > this.#limits.maxBodyBytes) {
      const left = `The body was left out: it has ${bytesText(bodyLength)}.`;
      this.#limits.say(
        `${id}: ${side === 'request' ? 'the request' : 'the answer'} has a body of ${bytesText(bodyLength)}, which is left out.`,
      );
      yield `,${members({ comment: left })}`;
      return;
    }
    const base64 = new Base64Text();
    yield ',"encoding":"base64","text":"';
    yield* base64.of(bodyOf(this.#source.bytes, connection, side === 'request' ? 'client' : 'server', message));
    yield '"';
    if (base64.length === bodyLength) return;
    this.#limits.say(`${id}: of a body of ${bytesText(bodyLength)} only the first ${base64.length} were recorded.`);
    yield `,${members({ comment: `Only the first ${base64.length} of ${bytesText(bodyLength)} were recorded.` })}`;
  }
}

/** An object without its braces. */
function members(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}
