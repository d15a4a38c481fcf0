import { safeText } from '../../core/safe-text.ts';

/** Bytes in a line of Base64: it has 76 characters of it. */
const LINE_BYTES = 57;
/** Lines that are written at once. */
const LINES = 1000;
/** A head that is longer is no text to be read. */
const MAX_HEAD_BYTES = 64 * 1024;
/** Nor is a line that is longer. */
const MAX_LINE_CHARACTERS = 2000;

const CONTINUED = '<<continued>>\n';
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes that one side sent, as `ConversationTextReader` reads them: as text where they are text, and else as Base64. */
export function* messageLines(bytes: Uint8Array): Iterable<string> {
  const head = headIn(bytes);
  const body = bytes.subarray(head?.length ?? 0);
  const text = textOf(body);
  if (head) yield `${head.lines.join('\n')}\n\n`;
  else if (text) yield CONTINUED;
  if (text) yield text.map((line) => `${line}\n`).join('');
  else if (body.length > 0) yield* base64Lines(body);
}

function headIn(bytes: Uint8Array): { readonly lines: readonly string[]; readonly length: number } | undefined {
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_HEAD_BYTES)).indexOf('\r\n\r\n');
  const lines = end > 0 ? linesOf(bytes.subarray(0, end)) : undefined;
  return lines && !lines.includes('') ? { lines, length: end + 4 } : undefined;
}

/** Absent where it would not be read back as it is. */
function textOf(bytes: Uint8Array): readonly string[] | undefined {
  const lines = bytes.length === 0 ? undefined : linesOf(bytes);
  return lines?.at(-1) === '' ? undefined : lines;
}

function linesOf(bytes: Uint8Array): readonly string[] | undefined {
  const text = decoded(bytes);
  const lines = text?.split('\r\n');
  return lines?.every(isPlain) ? lines : undefined;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Nothing in it is unseen, or means something else at the beginning of a line. */
function isPlain(line: string): boolean {
  if (line.length > MAX_LINE_CHARACTERS || line.startsWith('===') || line.startsWith('<<')) return false;
  return safeText(line) === line;
}

function* base64Lines(bytes: Uint8Array): Iterable<string> {
  for (let from = 0; from < bytes.length; from += LINE_BYTES * LINES) {
    const many = bytes.subarray(from, from + LINE_BYTES * LINES);
    let text = '';
    for (let at = 0; at < many.length; at += LINE_BYTES) text += `<<base64 ${base64(many.subarray(at, at + LINE_BYTES))}>>\n`;
    yield text;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
