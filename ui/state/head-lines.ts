import { textOfHead } from '../../proxy/core/http/head.ts';
import { isName, type RequestHead, type ResponseHead } from '../../proxy/core/http/message.ts';

/** A head as it was sent, and where its lines are in it. */
export interface HeadText {
  /** Latin-1: a character is a byte. */
  readonly text: string;
  /** Put together again from its parts: line ends and blanks around values may have been others. */
  readonly rebuilt: boolean;
  readonly lines: readonly HeadLine[];
}

/** One line: places in the text, the end exclusive. */
export interface HeadLine {
  /** `start`: request or status line. `fold`: more of the value before. `end`: the empty line. */
  readonly kind: 'start' | 'header' | 'fold' | 'end';
  readonly from: number;
  /** Without its line end, and with it. */
  readonly until: number;
  readonly next: number;
  /** Of the header, or of that which goes on here. */
  readonly name?: string;
  readonly valueFrom: number;
}

export function headTextOf(head: RequestHead | ResponseHead): HeadText {
  const sent = textOfHead(head);
  const text = sent ?? rebuiltText(head);
  return { text, rebuilt: sent === undefined && text.length !== head.length, lines: headLines(text) };
}

/** `BITS_POST /inbox/report.bin HTTP/1.1`, `HTTP/1.1 200 OK` */
export function startLine(head: RequestHead | ResponseHead): string {
  return 'method' in head ? `${head.method} ${head.target} HTTP/${head.version}` : `HTTP/${head.version} ${head.status} ${head.reason}`;
}

function rebuiltText(head: RequestHead | ResponseHead): string {
  return `${[startLine(head), ...head.headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
}

function headLines(text: string): HeadLine[] {
  const lines: HeadLine[] = [];
  for (let from = 0; from < text.length; ) {
    const lineEnd = text.indexOf('\n', from);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    const line = lineAt(text, from, next, lines.at(-1));
    lines.push(line);
    from = next;
  }
  return lines;
}

function lineAt(text: string, from: number, next: number, before: HeadLine | undefined): HeadLine {
  const content = text.slice(from, next).replace(/\r?\n$/, '');
  const until = from + content.length;
  if (!before) return { kind: 'start', from, until, next, valueFrom: from };
  if (content === '') return { kind: 'end', from, until, next, valueFrom: from };
  if (/^[ \t]/.test(content)) {
    return { kind: 'fold', from, until, next, valueFrom: from, ...(before.name !== undefined && { name: before.name }) };
  }
  const colon = content.indexOf(':');
  if (colon < 0) return { kind: 'header', from, until, next, name: content, valueFrom: until };
  const value = content.slice(colon + 1);
  const valueFrom = until - value.trimStart().length;
  return { kind: 'header', from, until, next, name: content.slice(0, colon).trimEnd(), valueFrom };
}

/** The number of the line that a place in the text is in. */
export function lineOf({ lines }: HeadText, offset: number): number | undefined {
  const index = lines.findIndex(({ next }) => offset < next);
  return index < 0 ? undefined : index;
}

/** Every line of a header, by number: it may be there twice, or go on over several lines. */
export function linesNamed({ lines }: HeadText, names: readonly string[]): number[] {
  return lines.flatMap(({ name }, index) => (name !== undefined && names.some((wanted) => isName(wanted, name)) ? [index] : []));
}
