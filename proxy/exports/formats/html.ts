import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { RecordedPiece } from '../../core/recorded-bytes.ts';
import { grouped } from '../../core/rules/number.ts';
import { ProxyError } from '../../errors.ts';
import { Base64Text } from '../base64-text.ts';
import type { ExportFormat, ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { remainsWords } from '../shared/remains-words.ts';
import { SharedLines } from '../shared/shared-lines.ts';
import { sharedPage } from '../shared/shared-page.ts';

/** The page with its traffic in it, as one file that opens by itself: no server, no network. */
export const html: ExportFormat = {
  name: 'html',
  extension: 'html',
  mediaType: 'text/html; charset=utf-8',
  title: 'This page with these sessions in it, as one file to share; opens in any browser without bitstap',
  isShared: true,
  write,
};

/** What a ticket system or a mail may still take. */
const DEFAULT_MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Nothing is written before all of it is known to fit. */
async function* write(source: ExportSource, options: ExportOptions = {}): AsyncGenerator<string> {
  const { redact = true, bodies = 'none', maxFileBytes = DEFAULT_MAX_FILE_BYTES, say = () => {} } = options;
  const page = await sharedPage();
  const shared = new SharedLines(source, { redact, bodies, now: Date.now() });
  const parts: string[] = [];
  let length = page.before.length + page.after.length;
  for await (const part of compressed(shared.lines())) {
    length += part.length;
    if (length > maxFileBytes) throw tooLarge(maxFileBytes);
    parts.push(part);
  }
  yield page.before;
  // Base64 alone: nothing in it can end the element, or be anything else to a browser.
  yield '<script type="application/gzip" id="traffic">';
  yield* parts;
  yield '</script>';
  yield page.after;
  for (const sentence of remainsWords(shared.remains.summary)) say(sentence);
}

function compressed(lines: AsyncIterable<string>): AsyncIterable<string> {
  const gzip = createGzip();
  // What fails is told where the pieces are read.
  pipeline(Readable.from(lines), gzip, () => {});
  return new Base64Text().of(pieces(gzip));
}

async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RecordedPiece> {
  for await (const piece of bytes) yield { at: 0, bytes: piece };
}

function tooLarge(maxFileBytes: number): ProxyError {
  return new ProxyError(
    'export-too-large',
    `The file would have more than ${grouped(maxFileBytes)} bytes: choose fewer sessions, fewer bytes of bodies, or a higher --max-size.`,
  );
}
